package org.winnow.synth.lemma;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;

/**
 * Thirty problems of GSM8K with the solutions of four models each, and the labels that were
 * published with them. The teacher goes by the published solution.
 */
class RealAttemptsTest {
  private static final Pattern NOTED = Pattern.compile("=\\s*([^=<>]+)>>");
  private static final Map<String, MathProblem> PROBLEMS = new TreeMap<>();
  private static final Map<String, Boolean> LABELS = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    try (InputStream resource =
            RealAttemptsTest.class.getResourceAsStream("/lemma/solutions.jsonl");
        var rows = new JsonMapper().readerFor(JsonNode.class).<JsonNode>readValues(resource)) {
      while (rows.hasNext()) {
        JsonNode row = rows.next();
        String id = row.get("id").asText();
        List<String> attempts = new ArrayList<>();
        for (JsonNode solution : row.get("solutions")) {
          LABELS.put(id + "/student-" + attempts.size(), solution.get("is_correct").asBoolean());
          attempts.add(solution.get("text").asText());
        }
        PROBLEMS.put(
            id,
            new MathProblem(
                id, row.get("question").asText(), row.get("answer").asText(), attempts));
      }
    }
  }

  /** Repeats the unfinished work after a change, and goes on with the known solution. */
  private record Copyist(UnaryOperator<String> change) implements Teacher {
    @Override
    public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
      return requests.stream()
          .map(request -> RuleTeacher.completion(request, answer(request)))
          .toList();
    }

    private String answer(TeacherRequest request) {
      String prompt = request.messages().get(0).content();
      return switch (request.id().substring(request.id().lastIndexOf('/') + 1)) {
        case "classify" -> "The solution is incorrect, the error type is counting_error.";
        case "locate" ->
            "The solution is incorrect, the first wrong step is step %d."
                .formatted(firstStepOfItsOwn(prompt));
        case "smooth" -> RuleTeacher.tag(prompt, "line_of_thought");
        default ->
            change.apply(RuleTeacher.tag(prompt, "unfinished_work"))
                + "\n"
                + RuleTeacher.transition(prompt)
                + "\n"
                + RuleTeacher.tag(prompt, "known_solution")
                    .replaceFirst("A: (.*)$", "The answer is $1.");
      };
    }

    /** The first step that notes a result which the known solution does not have. */
    private static int firstStepOfItsOwn(String prompt) {
      List<String> known = results(RuleTeacher.tag(prompt, "known_solution"));
      List<String> steps = RuleTeacher.tag(prompt, "attempt").lines().toList();
      for (int i = 0; i < steps.size(); i++) {
        if (!known.containsAll(results(steps.get(i)))) {
          return i + 1;
        }
      }
      return steps.size();
    }

    private static List<String> results(String text) {
      return NOTED.matcher(text).results().map((MatchResult noted) -> noted.group(1)).toList();
    }

    @Override
    public void close() {
      // holds nothing
    }
  }

  private static LemmaResult run(UnaryOperator<String> change) {
    LemmaSettings settings = LemmaSettings.of("m", 5).withForm(AnswerForm.TEXT).withInjections(0);
    return new Lemma(new Copyist(change), settings).run(List.copyOf(PROBLEMS.values()));
  }

  @Test
  void attemptsAreRightWhereTheyAreLabelledSo() {
    Map<String, String> reasons =
        run(text -> text).rejections().stream()
            .filter(rejection -> rejection.stage() == LemmaStage.COMPARE)
            .collect(Collectors.toMap(Rejection::candidateId, Rejection::reason));

    // One wrong solution was cut off before it came to an answer.
    assertThat(reasons.values()).containsOnlyOnce("no_answer").hasSize(39);
    LABELS.forEach(
        (candidate, right) ->
            assertThat("answer_right".equals(reasons.get(candidate)))
                .as(candidate)
                .isEqualTo(right));
  }

  @Test
  void everyWrongAttemptBecomesTwoTrajectories() {
    LemmaResult result = run(text -> text);

    // Models that go wrong alike at one problem may end as one text.
    List<Rejection> later =
        result.rejections().stream().filter(r -> r.stage() != LemmaStage.COMPARE).toList();
    assertThat(later).allMatch(r -> r.reason().equals("duplicate_trajectory"));
    assertThat(result.trajectories()).hasSize(2 * (LABELS.size() - 39) - later.size());
    assertThat(result.trajectories())
        .extracting(made -> made.problemId() + " " + made.text())
        .doesNotHaveDuplicates();
    for (Trajectory trajectory : result.trajectories()) {
      MathProblem problem = requireNonNull(PROBLEMS.get(trajectory.problemId()), trajectory.id());
      String attempt = problem.attempts().get(trajectory.number());
      String answer =
          problem.solution().substring(problem.solution().lastIndexOf("A: ") + "A: ".length());

      assertThat(attempt).startsWith(trajectory.prefix());
      assertThat(trajectory.text())
          .startsWith(trajectory.prefix() + "\n" + trajectory.transition())
          .contains("The answer is " + answer);
    }
  }

  @Test
  void notedCalculationsMayBeLeftOutOfThePrefix() {
    LemmaResult result = run(text -> text.replaceAll("<<.*?>>", ""));

    assertThat(result.rejections())
        .filteredOn(r -> r.stage() != LemmaStage.COMPARE)
        .allMatch(r -> r.reason().equals("duplicate_trajectory"));
    assertThat(result.trajectories()).hasSizeBetween(150, 2 * (LABELS.size() - 39));
  }
}
