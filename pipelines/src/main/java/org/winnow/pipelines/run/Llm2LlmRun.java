package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.InputSection;
import org.winnow.pipelines.recipe.Llm2LlmSection;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.StudentSection;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.scorers.train.TrainingOptions;
import org.winnow.synth.llm2llm.Item;
import org.winnow.synth.llm2llm.Llm2Llm;
import org.winnow.synth.llm2llm.Llm2LlmForecast;
import org.winnow.synth.llm2llm.Llm2LlmOptions;
import org.winnow.synth.llm2llm.RejectedItem;
import org.winnow.synth.llm2llm.RoundReport;
import org.winnow.synth.llm2llm.SyntheticItem;
import org.winnow.synth.student.GivenStudents;
import org.winnow.synth.student.ServedStudents;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.BudgetLimits;
import org.winnow.synth.teacher.Forecast;
import org.winnow.synth.teacher.Spending;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherSettings;

/**
 * Rounds of LLM2LLM. A row of the dataset has the seed as parent, round and attempt in meta; the
 * table is {@code rounds.json}.
 */
final class Llm2LlmRun implements SynthesisMethod {
  private static final String METHOD = "llm2llm";

  private final String recipe;
  private final Llm2LlmSection section;
  private final RunPaths paths;
  private final Inputs inputs;
  private final AnswerSource source;
  private final Consumer<StudentTrainer.Step> progress;

  private Llm2LlmRun(
      String recipe,
      Llm2LlmSection section,
      RunPaths paths,
      Inputs inputs,
      AnswerSource source,
      Consumer<StudentTrainer.Step> progress) {
    this.recipe = recipe;
    this.section = section;
    this.paths = paths;
    this.inputs = inputs;
    this.source = source;
    this.progress = progress;
  }

  /**
   * What was read.
   *
   * @param predictions answers of a student that is not asked; none for another
   */
  private record Inputs(
      List<Item> seeds, List<Item> heldOut, List<GivenStudents.Prediction> predictions) {
    /** All that a student is asked. */
    List<Item> asked() {
      return Stream.concat(seeds.stream(), heldOut.stream()).toList();
    }
  }

  /**
   * Reads seeds, held-out items and predictions.
   *
   * @param source from where answers come that are not known
   * @param progress is told the steps of trainings
   * @throws RecipeException if a path or the model is wrong
   * @throws DataException if there is no seed, or a seed is held out too
   */
  static Llm2LlmRun of(
      SynthesisRecipe recipe,
      Llm2LlmSection section,
      RunPaths paths,
      Pairs pairs,
      AnswerSource source,
      Consumer<StudentTrainer.Step> progress)
      throws RecipeException, DataException, IOException {
    if (section.student() instanceof StudentSection.Trained student) {
      SynthesisMethod.requireModel(recipe.name(), student.model().checkpoint());
    }
    List<Item> seeds = items(section, recipe.input(), pairs);
    List<Item> heldOut =
        section.heldOut().isEmpty() ? List.of() : items(section, section.heldOut(), pairs);
    if (seeds.isEmpty()) {
      throw new DataException(
          "the input holds no question with an answer; left out: " + pairs.leftOut());
    }
    requireApart(seeds, heldOut);
    List<GivenStudents.Prediction> predictions =
        section.student() instanceof StudentSection.Given given
            ? predictions(given, new Inputs(seeds, heldOut, List.of()).asked(), pairs)
            : List.of();
    return new Llm2LlmRun(
        recipe.name(), section, paths, new Inputs(seeds, heldOut, predictions), source, progress);
  }

  private static List<GivenStudents.Prediction> predictions(
      StudentSection.Given given, List<Item> asked, Pairs pairs)
      throws RecipeException, DataException, IOException {
    Set<String> questions = new HashSet<>();
    asked.forEach(item -> questions.add(item.question().strip()));
    List<Pair> predictions =
        pairs.read(
            given.predictions(),
            pair ->
                questions.contains(pair.question().strip())
                    ? Optional.empty()
                    : Optional.of("prediction_for_no_question"));
    if (predictions.isEmpty()) {
      throw new DataException(
          "no prediction answers a seed or a held-out question; left out: " + pairs.leftOut());
    }
    return predictions.stream()
        .map(pair -> new GivenStudents.Prediction(pair.question(), pair.answer()))
        .toList();
  }

  private static List<Item> items(Llm2LlmSection section, List<InputSection> inputs, Pairs pairs)
      throws RecipeException, DataException, IOException {
    return pairs
        .read(
            inputs,
            pair ->
                // No answer could ever be right.
                section.task().isRight(pair.answer(), pair.answer())
                    ? Optional.empty()
                    : Optional.of("answer_not_comparable"))
        .stream()
        .map(pair -> new Item(pair.id(), pair.question(), pair.answer()))
        .toList();
  }

  private static void requireApart(List<Item> seeds, List<Item> heldOut) throws DataException {
    // By question: the same one with its answer in other words is the same one.
    Set<String> questions = new HashSet<>();
    seeds.forEach(seed -> questions.add(seed.question().strip()));
    long both =
        heldOut.stream().filter(item -> questions.contains(item.question().strip())).count();
    if (both > 0) {
      throw new DataException(
          both + " held-out rows are among the seeds; a student cannot be measured on them");
    }
  }

  @Override
  public SynthesisReport run(Teacher teacher, AnswerCache cache, SynthesisFiles files)
      throws RecipeException, IOException {
    try (OpenStudents students = students(cache)) {
      Llm2Llm.Result result =
          new Llm2Llm(section.task(), teacher, students.students(), section.options())
              .run(inputs.seeds, inputs.heldOut);
      List<String> table = table(result.rounds());
      table.addAll(students.spent());
      return write(result, table, files);
    }
  }

  private OpenStudents students(AnswerCache cache) throws RecipeException {
    StudentSection student = section.student();
    if (student instanceof StudentSection.Trained trained) {
      Path folder = paths.work().resolve("students");
      return OpenStudents.trained(section, trained, folder, cache, progress);
    }
    if (student instanceof StudentSection.Served served) {
      return OpenStudents.served(recipe, served, section.answerTokens(), source, cache);
    }
    return OpenStudents.given(inputs.asked(), inputs.predictions);
  }

  private SynthesisReport write(Llm2Llm.Result result, List<String> table, SynthesisFiles files)
      throws IOException {
    String end = result.end().name().toLowerCase(Locale.ROOT);
    files.write(
        result.items().stream().map(this::row).toList(),
        result.rejected().stream().map(Llm2LlmRun::row).toList(),
        "rounds.json",
        rounds(result.rounds(), end));
    return new SynthesisReport(
        table,
        result.items().size(),
        String.format(Locale.ROOT, "%,d seeds", inputs.seeds.size()),
        end,
        result.end() == Llm2Llm.End.BUDGET_SPENT);
  }

  @Override
  public SynthesisForecast forecast(TeacherSettings settings, AnswerCache cache) {
    Llm2LlmOptions options = section.options();
    int seeds = inputs.seeds.size();
    Llm2LlmForecast forecast =
        Llm2LlmForecast.of(section.task(), options, inputs.seeds, settings, cache);
    return new SynthesisForecast(
        String.format(Locale.ROOT, "%,d seeds, %,d held-out items", seeds, inputs.heldOut.size()),
        work(cache),
        forecast.first(),
        "if every seed is wrong",
        forecast.most(),
        String.format(
            Locale.ROOT,
            "%,d rounds x %,d attempts x %,d seeds x (1 request%s)",
            options.rounds(),
            options.attempts(),
            seeds,
            options.confirm()
                ? String.format(Locale.ROOT, " + %,d confirmations", options.itemsPerSeed())
                : ""));
  }

  private String work(AnswerCache cache) {
    StudentSection student = section.student();
    if (student instanceof StudentSection.Trained trained) {
      return trainings(trained.training());
    }
    int questions = inputs.asked().size();
    if (student instanceof StudentSection.Served served) {
      Forecast forecast =
          ServedStudents.forecast(
              section.task(),
              inputs.asked(),
              served.model(),
              section.answerTokens(),
              served.server().settings(),
              cache);
      return String.format(
          Locale.ROOT,
          "%s is asked %,d questions, %,d of them in the cache; about %,d tokens of input, %,d of"
              + " output%s",
          served.model(),
          questions,
          forecast.known(),
          forecast.tokens().input(),
          forecast.tokens().output(),
          shortfall(served.server().budget(), forecast));
    }
    return String.format(
        Locale.ROOT,
        "none is asked: %,d predictions are given for %,d questions",
        inputs.predictions.size(),
        questions);
  }

  /** Which limit of the student's own budget would end it, for a person to read. */
  private static String shortfall(BudgetLimits budget, Forecast forecast) {
    Spending need =
        new Spending(
            (long) forecast.requests() - forecast.known(),
            forecast.tokens(),
            forecast.cost().orElse(BigDecimal.ZERO));
    return budget.shortfalls(need).stream()
        .findFirst()
        .map(
            first ->
                String.format(
                    Locale.ROOT,
                    "; its budget of %s would end it after %.1f%%",
                    first.limit(),
                    100 * first.share()))
        .orElse("");
  }

  /** A later round trains on as many items more as the rounds before it can bring. */
  private String trainings(TrainingOptions training) {
    Llm2LlmOptions options = section.options();
    long seeds = inputs.seeds.size();
    long steps = 0;
    for (int round = 0; round < options.rounds(); round++) {
      steps += training.steps(seeds + round * seeds * options.itemsPerSeed());
    }
    return String.format(
        Locale.ROOT,
        "%,d trained at most, on %,d items in %,d steps in the first round, in %,d steps in all",
        options.rounds(),
        seeds,
        training.steps(seeds),
        steps);
  }

  private ObjectNode row(SyntheticItem made) {
    Item item = made.item();
    ObjectNode row =
        SynthesisFiles.row(item.id(), section.task().name(), item.question(), item.answer());
    row.put("parent", made.seedId()).put("made_by", METHOD);
    row.putObject("meta").put("round", made.round()).put("attempt", made.attempt());
    return row;
  }

  private static ObjectNode row(RejectedItem left) {
    return SynthesisFiles.object()
        .put("step", METHOD)
        .put("reason", left.reason())
        .put("evidence", SynthesisFiles.sound(left.evidence()))
        .put("parent", left.seedId())
        .put("round", left.round())
        .put("attempt", left.attempt())
        .put("text", SynthesisFiles.sound(left.text()));
  }

  private static ObjectNode rounds(List<RoundReport> reports, String end) {
    ObjectNode json = SynthesisFiles.object().put("end", end);
    ArrayNode rounds = json.putArray("rounds");
    for (RoundReport report : reports) {
      ObjectNode round = rounds.addObject();
      round
          .put("round", report.round())
          .put("trained_on", report.trainedOn())
          .put("wrong_seeds", report.wrongSeeds())
          .put("unanswered", total(report.unanswered()))
          .put("not_learned", total(report.notLearned()))
          .put("accepted", report.accepted());
      ObjectNode reasons = round.putObject("rejected");
      report.rejected().forEach(reasons::put);
      report.heldOut().ifPresent(score -> round.put("held_out", score));
    }
    return json;
  }

  private static int total(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static List<String> table(List<RoundReport> rounds) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-6s %11s %12s %9s %9s  %s",
            "round",
            "trained on",
            "wrong seeds",
            "accepted",
            "held out",
            "rejected"));
    rounds.forEach(round -> lines.addAll(lines(round)));
    return lines;
  }

  private static List<String> lines(RoundReport round) {
    String rejected =
        round.rejected().entrySet().stream()
            .map((Map.Entry<String, Integer> entry) -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    String heldOut =
        round.heldOut().isPresent()
            ? String.format(Locale.ROOT, "%.1f%%", 100 * round.heldOut().getAsDouble())
            : "-";
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%-6d %,11d %,12d %,9d %9s  %s",
            round.round(),
            round.trainedOn(),
            round.wrongSeeds(),
            round.accepted(),
            heldOut,
            rejected));
    round
        .unanswered()
        .forEach(
            (reason, n) ->
                lines.add(String.format(Locale.ROOT, "       unanswered: %s %,d", reason, n)));
    round
        .notLearned()
        .forEach(
            (reason, n) ->
                lines.add(String.format(Locale.ROOT, "       not learned: %s %,d", reason, n)));
    return lines;
  }
}
