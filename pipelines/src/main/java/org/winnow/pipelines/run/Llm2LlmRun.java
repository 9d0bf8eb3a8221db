package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.InputSection;
import org.winnow.pipelines.recipe.Llm2LlmSection;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.synth.llm2llm.Item;
import org.winnow.synth.llm2llm.Llm2Llm;
import org.winnow.synth.llm2llm.Llm2LlmForecast;
import org.winnow.synth.llm2llm.Llm2LlmOptions;
import org.winnow.synth.llm2llm.RejectedItem;
import org.winnow.synth.llm2llm.RoundReport;
import org.winnow.synth.llm2llm.SyntheticItem;
import org.winnow.synth.student.TrainedStudents;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherSettings;

/**
 * Rounds of LLM2LLM. A row of the dataset has the seed as parent, round and attempt in meta; the
 * table is {@code rounds.json}.
 */
final class Llm2LlmRun implements SynthesisMethod {
  private static final String METHOD = "llm2llm";

  private final Llm2LlmSection section;
  private final RunPaths paths;
  private final List<Item> seeds;
  private final List<Item> heldOut;
  private final Consumer<StudentTrainer.Step> progress;

  private Llm2LlmRun(
      Llm2LlmSection section,
      RunPaths paths,
      List<Item> seeds,
      List<Item> heldOut,
      Consumer<StudentTrainer.Step> progress) {
    this.section = section;
    this.paths = paths;
    this.seeds = seeds;
    this.heldOut = heldOut;
    this.progress = progress;
  }

  /**
   * Reads seeds and held-out items.
   *
   * @param progress is told the steps of trainings
   * @throws RecipeException if a path or the model is wrong
   * @throws DataException if there is no seed, or a seed is held out too
   */
  static Llm2LlmRun of(
      SynthesisRecipe recipe,
      Llm2LlmSection section,
      RunPaths paths,
      Pairs pairs,
      Consumer<StudentTrainer.Step> progress)
      throws RecipeException, DataException, IOException {
    SynthesisMethod.requireModel(recipe.name(), section.model().checkpoint());
    List<Item> seeds = items(section, recipe.input(), pairs);
    List<Item> heldOut =
        section.heldOut().isEmpty() ? List.of() : items(section, section.heldOut(), pairs);
    if (seeds.isEmpty()) {
      throw new DataException(
          "the input holds no question with an answer; left out: " + pairs.leftOut());
    }
    requireApart(seeds, heldOut);
    return new Llm2LlmRun(section, paths, seeds, heldOut, progress);
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
    Set<String> ids = new HashSet<>();
    seeds.forEach(seed -> ids.add(seed.id()));
    long both = heldOut.stream().filter(item -> ids.contains(item.id())).count();
    if (both > 0) {
      throw new DataException(
          both + " held-out rows are among the seeds; a student cannot be measured on them");
    }
  }

  @Override
  public SynthesisReport run(Teacher teacher, AnswerCache cache) throws IOException {
    TrainedStudents students =
        new TrainedStudents(
            section.model(),
            section.training(),
            section.task(),
            section.answerTokens(),
            paths.work().resolve("students"),
            cache,
            progress);
    Llm2Llm.Result result =
        new Llm2Llm(section.task(), teacher, students, section.options()).run(seeds, heldOut);
    String end = result.end().name().toLowerCase(Locale.ROOT);
    new SynthesisFiles(paths.staging())
        .write(
            result.items().stream().map(this::row).toList(),
            result.rejected().stream().map(Llm2LlmRun::row).toList(),
            "rounds.json",
            rounds(result.rounds(), end));
    return new SynthesisReport(
        table(result.rounds()),
        result.items().size(),
        String.format(Locale.ROOT, "%,d seeds", seeds.size()),
        end,
        result.end() == Llm2Llm.End.BUDGET_SPENT);
  }

  @Override
  public SynthesisForecast forecast(TeacherSettings settings, AnswerCache cache) {
    Llm2LlmOptions options = section.options();
    Llm2LlmForecast forecast = Llm2LlmForecast.of(section.task(), options, seeds, settings, cache);
    return new SynthesisForecast(
        String.format(Locale.ROOT, "%,d seeds, %,d held-out items", seeds.size(), heldOut.size()),
        List.of(trainings(options)),
        forecast.first(),
        "if every seed is wrong",
        forecast.most(),
        String.format(
            Locale.ROOT,
            "%,d rounds x %,d attempts x %,d seeds x (1 request%s)",
            options.rounds(),
            options.attempts(),
            seeds.size(),
            options.confirm()
                ? String.format(Locale.ROOT, " + %,d confirmations", options.itemsPerSeed())
                : ""));
  }

  /** A later round trains on as many items more as the rounds before it can bring. */
  private String trainings(Llm2LlmOptions options) {
    long steps = 0;
    for (int round = 0; round < options.rounds(); round++) {
      long items = seeds.size() + (long) round * seeds.size() * options.itemsPerSeed();
      steps += section.training().steps(items);
    }
    return String.format(
        Locale.ROOT,
        "%,d trained at most, on %,d items in %,d steps in the first round, in %,d steps in all",
        options.rounds(),
        seeds.size(),
        section.training().steps(seeds.size()),
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
