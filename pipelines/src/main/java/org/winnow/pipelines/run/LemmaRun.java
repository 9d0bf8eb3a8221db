package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.recipe.LemmaSection;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.SampleId;
import org.winnow.synth.answer.AnswerEquality;
import org.winnow.synth.answer.FinalAnswer;
import org.winnow.synth.lemma.Exchange;
import org.winnow.synth.lemma.Lemma;
import org.winnow.synth.lemma.LemmaForecast;
import org.winnow.synth.lemma.LemmaResult;
import org.winnow.synth.lemma.MathProblem;
import org.winnow.synth.lemma.Rejection;
import org.winnow.synth.lemma.Trajectory;
import org.winnow.synth.student.SampledAttempts;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.AnswerReader;
import org.winnow.synth.teacher.CachedTeacher;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.LocalTeacher;
import org.winnow.synth.teacher.PriceList;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherSettings;

/**
 * Trajectories of LEMMA. A row of the dataset has the problem as parent, and in meta whose error it
 * is, of which type, in which step, and how the trajectory goes on; the table is {@code
 * lemma.json}.
 */
final class LemmaRun implements SynthesisMethod {
  private static final String METHOD = "lemma";
  private static final String DOMAIN = "maths";
  private static final AnswerReader READER = new AnswerReader(PriceList.NONE);

  private final LemmaSection section;
  private final List<Pair> problems;

  /** Attempts that the recipe gives, by the problem's id. */
  private final Map<String, List<String>> given;

  private LemmaRun(LemmaSection section, List<Pair> problems, Map<String, List<String>> given) {
    this.section = section;
    this.problems = problems;
    this.given = given;
  }

  /**
   * Reads problems, and attempts if the recipe gives them.
   *
   * @throws RecipeException if a path or the model is wrong
   * @throws DataException if there is no problem, or attempts are given and none is at a problem
   */
  static LemmaRun of(SynthesisRecipe recipe, LemmaSection section, Pairs pairs)
      throws RecipeException, DataException, IOException {
    if (section.student().isPresent()) {
      SynthesisMethod.requireModel(recipe.name(), section.student().get().model().checkpoint());
    }
    List<Pair> problems =
        pairs.read(
            recipe.input(),
            pair -> isSolved(pair) ? Optional.empty() : Optional.of("no_known_answer"));
    if (problems.isEmpty()) {
      throw new DataException(
          "the input holds no problem with a known answer; left out: " + pairs.leftOut());
    }
    Map<String, List<String>> given =
        section.student().isPresent() ? Map.of() : given(section, problems, pairs);
    return new LemmaRun(section, problems, given);
  }

  /** Whether the solution states an answer that can be compared. */
  private static boolean isSolved(Pair pair) {
    return FinalAnswer.stated(pair.answer())
        .filter(answer -> AnswerEquality.equal(answer, answer))
        .isPresent();
  }

  private static Map<String, List<String>> given(
      LemmaSection section, List<Pair> problems, Pairs pairs)
      throws RecipeException, DataException, IOException {
    Map<String, List<String>> byQuestion = new LinkedHashMap<>();
    problems.forEach(problem -> byQuestion.put(question(problem), new ArrayList<>()));
    List<Pair> attempts =
        pairs.read(
            section.attempts(),
            pair ->
                byQuestion.containsKey(question(pair))
                    ? Optional.empty()
                    : Optional.of("no_such_problem"));
    if (attempts.isEmpty()) {
      throw new DataException(
          "no attempt is at a problem of the input; left out: " + pairs.leftOut());
    }
    // By id, so that the order of files and rows does not matter.
    attempts.stream()
        .sorted(Comparator.comparing(Pair::id))
        .forEach(
            attempt ->
                byQuestion
                    .computeIfAbsent(question(attempt), text -> new ArrayList<>())
                    .add(attempt.answer()));
    Map<String, List<String>> byProblem = new LinkedHashMap<>();
    problems.forEach(
        problem ->
            byProblem.put(problem.id(), byQuestion.getOrDefault(question(problem), List.of())));
    return byProblem;
  }

  private static String question(Pair pair) {
    return pair.question().strip();
  }

  @Override
  public SynthesisReport run(Teacher teacher, AnswerCache cache, SynthesisFiles files)
      throws DataException, IOException {
    SampledAttempts attempts =
        section.student().isPresent()
            ? ask(section.student().get(), cache)
            : new SampledAttempts(given, Map.of());
    List<MathProblem> attempted = attempted(attempts.said());
    if (attempted.stream().allMatch(problem -> problem.attempts().isEmpty())) {
      throw new DataException(
          "the student made no attempt at any problem; unanswered: " + attempts.unanswered());
    }
    LemmaResult result = new Lemma(teacher, section.settings()).run(attempted);
    LemmaTable table = new LemmaTable(attempted, attempts.unanswered(), result);
    files.write(
        result.trajectories().stream().map(LemmaRun::row).toList(),
        result.rejections().stream().map(LemmaRun::row).toList(),
        "lemma.json",
        table.json());
    return table.report();
  }

  private List<MathProblem> attempted(Map<String, List<String>> said) {
    return problems.stream()
        .map(
            problem ->
                new MathProblem(
                    problem.id(),
                    problem.question(),
                    problem.answer(),
                    said.getOrDefault(problem.id(), List.of())))
        .toList();
  }

  @Override
  public SynthesisForecast forecast(TeacherSettings settings, AnswerCache cache) {
    Optional<LemmaSection.Student> student = section.student();
    LemmaForecast forecast =
        student.isPresent()
            ? LemmaForecast.ofUnknown(
                attempted(Map.of()), student.get().samples(), section.settings(), settings)
            : LemmaForecast.of(attempted(given), section.settings(), settings, cache);
    String attempts =
        student.isPresent()
            ? String.format(
                Locale.ROOT,
                "one is asked for %,d attempts, in this process",
                (long) problems.size() * student.get().samples())
            : "none is asked: attempts are given";
    return new SynthesisForecast(
        String.format(Locale.ROOT, "%,d problems", problems.size()),
        attempts,
        forecast.first(),
        student.isPresent()
            ? "since the student's attempts are not known yet"
            : "one for each wrong attempt",
        forecast.most(),
        String.format(
            Locale.ROOT,
            "6 x (%,d wrong attempts%s + %,d planted errors)",
            forecast.wrong(),
            student.isPresent() ? " at most" : "",
            forecast.planted()));
  }

  private SampledAttempts ask(LemmaSection.Student student, AnswerCache cache) {
    GenerationParameters parameters =
        GenerationParameters.of(LocalTeacher.modelName(student.model().checkpoint()))
            .withTemperature(student.temperature())
            .withMaxTokens(student.answerTokens())
            .withSeed(section.settings().seed());
    Map<String, String> questions = new LinkedHashMap<>();
    problems.forEach(problem -> questions.put(problem.id(), problem.question()));
    try (Teacher asked =
        new CachedTeacher(LocalTeacher.open(student.model(), READER), cache, READER)) {
      return SampledAttempts.of(asked, parameters, questions, student.samples());
    }
  }

  private static ObjectNode row(Trajectory made) {
    List<Message> messages =
        List.of(new Message(Role.USER, made.question()), new Message(Role.ASSISTANT, made.text()));
    ObjectNode row =
        SynthesisFiles.row(SampleId.of(messages), DOMAIN, made.question(), made.text());
    row.put("parent", made.problemId()).put("made_by", METHOD);
    ObjectNode meta =
        row.putObject("meta")
            .put("candidate", made.id())
            .put("source", made.source().label())
            .put("number", made.number())
            .put("error_type", made.errorType().label())
            .put("error_step", made.errorStep())
            .put("strategy", made.strategy().label())
            .put("transition", made.transition());
    addRequests(meta, made.exchanges());
    return row;
  }

  private static ObjectNode row(Rejection left) {
    ObjectNode row =
        SynthesisFiles.object()
            .put("step", METHOD)
            .put("stage", left.stage().label())
            .put("reason", left.reason())
            .put("evidence", SynthesisFiles.sound(left.evidence()))
            .put("parent", left.problemId())
            .put("candidate", left.candidateId());
    refused(left).ifPresent(answer -> row.put("text", SynthesisFiles.sound(answer)));
    addRequests(row, left.exchanges());
    return row;
  }

  /** The answer for which a candidate left; none if the teacher was not asked or did not answer. */
  private static Optional<String> refused(Rejection left) {
    return left.exchanges().stream()
        .filter(exchange -> exchange.stage() == left.stage())
        .map(Exchange::answer)
        .findFirst();
  }

  /** The answers are in the working folder under these keys. */
  private static void addRequests(ObjectNode row, List<Exchange> exchanges) {
    ArrayNode requests = row.putArray("requests");
    exchanges.forEach(exchange -> requests.add(exchange.requestKey()));
  }
}
