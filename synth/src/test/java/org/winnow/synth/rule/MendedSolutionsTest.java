package org.winnow.synth.rule;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.synth.lemma.AnswerForm;
import org.winnow.synth.lemma.ErrorSource;
import org.winnow.synth.lemma.ErrorType;
import org.winnow.synth.lemma.Lemma;
import org.winnow.synth.lemma.LemmaResult;
import org.winnow.synth.lemma.LemmaSettings;
import org.winnow.synth.lemma.LemmaStage;
import org.winnow.synth.lemma.MathProblem;
import org.winnow.synth.lemma.Rejection;
import org.winnow.synth.lemma.Strategy;
import org.winnow.synth.lemma.Trajectory;

/** LEMMA, taught by rules: hand-made attempts with known errors, and real ones. */
class MendedSolutionsTest {
  private static final String QUESTION =
      "Ann buys 6 boxes of 12 eggs. She breaks 7 eggs and sells the others for $2 each. What does"
          + " she get?";
  private static final String SOLUTION =
      "She has 6 * 12 = <<6*12=72>>72 eggs.\n"
          + "She keeps 72 - 7 = <<72-7=65>>65 eggs.\n"
          + "She gets 65 * 2 = $<<65*2=130>>130.\n"
          + "#### 130";

  private static LemmaResult run(AnswerForm form, int injections, String... attempts) {
    return run(
        form, injections, List.of(new MathProblem("p", QUESTION, SOLUTION, List.of(attempts))));
  }

  private static LemmaResult run(AnswerForm form, int injections, List<MathProblem> problems) {
    LemmaSettings settings =
        LemmaSettings.of(ArithmeticTeacher.MODEL, 5).withForm(form).withInjections(injections);
    try (ArithmeticTeacher teacher = new ArithmeticTeacher()) {
      return new Lemma(teacher, settings).run(problems);
    }
  }

  private static void isFound(ErrorType type, int step, String remark, String attempt) {
    for (AnswerForm form : AnswerForm.values()) {
      LemmaResult result = run(form, 0, attempt);
      assertThat(result.rejections()).isEmpty();
      assertThat(result.trajectories()).hasSize(2);
      for (Trajectory trajectory : result.trajectories()) {
        assertThat(trajectory.errorType()).isEqualTo(type);
        assertThat(trajectory.errorStep()).isEqualTo(step);
        assertThat(trajectory.text()).endsWith("The answer is 130.");
        if (trajectory.strategy() == Strategy.FIX_AND_CONTINUE) {
          assertThat(trajectory.text()).contains(remark);
        }
      }
    }
  }

  @Test
  void wrongResult() {
    isFound(
        ErrorType.CALCULATION_ERROR,
        2,
        "72-7 is not 64.",
        "There are 6*12=<<6*12=72>>72 eggs.\nShe keeps 72-7=<<72-7=64>>64.\n"
            + "She gets 64*2=<<64*2=128>>128.\nThe answer is 128.");
  }

  @Test
  void wrongOperation() {
    isFound(
        ErrorType.OPERATOR_ERROR,
        1,
        "The numbers are right, but instead of 6+12 it has to be 6*12.",
        "There are 6+12=<<6+12=18>>18 eggs.\nShe keeps 18-7=<<18-7=11>>11.\n"
            + "She gets 11*2=<<11*2=22>>22.\nThe answer is 22.");
  }

  @Test
  void stepPassedOver() {
    isFound(
        ErrorType.REFERENCING_PREVIOUS_STEP_VALUE_ERROR,
        2,
        "In 72*2 the number 72 has to be 65.",
        "There are 6*12=<<6*12=72>>72 eggs.\nShe gets 72*2=<<72*2=144>>144.\nThe answer is 144.");
  }

  @Test
  void endedEarly() {
    isFound(
        ErrorType.MISSING_STEP,
        3,
        "65 is not yet what is asked for; a step is missing.",
        "There are 6*12=<<6*12=72>>72 eggs.\nShe keeps 72-7=<<72-7=65>>65.\nThe answer is 65.");
  }

  @Test
  void numberOfNoOrigin() {
    isFound(
        ErrorType.REFERENCING_CONTEXT_VALUE_ERROR,
        2,
        "The problem says nothing of 9, and it comes out of nothing before.",
        "There are 6*12=<<6*12=72>>72 eggs.\nShe keeps 72-9=<<72-9=63>>63.\n"
            + "She gets 63*2=<<63*2=126>>126.\nThe answer is 126.");
  }

  @Test
  void aNumberWithASpaceIsOneOfTheProblem() throws Exception {
    MathProblem problem =
        new MathProblem(
            "p",
            "A house costs $350 000, with a fee of 5%. What is the fee?",
            "The fee is 350000*.05=<<350000*.05=17500>>17500.\n#### 17500",
            List.of(
                "It costs 350000+17500+17500=<<350000+17500+17500=385000>>385000.\n"
                    + "The answer is 385000."));

    LemmaResult result = run(AnswerForm.JSON, 0, List.of(problem));

    assertThat(result.trajectories())
        .hasSize(2)
        .allSatisfy(made -> assertThat(made.text()).doesNotContain("says nothing of 350000"));
  }

  @Test
  void somethingElseIsComputed() {
    isFound(
        ErrorType.QUESTION_MISINTERPRETATION,
        2,
        "With 6*2 I do not get to what is asked for.",
        "There are 6*12=<<6*12=72>>72 eggs.\nShe gets 6*2=<<6*2=12>>12.\nThe answer is 12.");
  }

  @Test
  void anotherWayThatIsRightSoFarIsNoError() {
    // 72*2-7*2 is not how the solution gets to 130, but it gets there; only then it goes wrong.
    isFound(
        ErrorType.ADDING_IRRELEVANT_INFORMATION,
        5,
        "The problem says nothing of 10, and it comes out of nothing before.",
        "There are 6*12=<<6*12=72>>72 eggs.\nAll would bring 72*2=<<72*2=144>>144.\n"
            + "She loses 7*2=<<7*2=14>>14.\nShe gets 144-14=<<144-14=130>>130.\n"
            + "With a tip that is 130+10=<<130+10=140>>140.\nThe answer is 140.");
  }

  @Test
  void whereNothingCanBeFoundNothingIsInvented() {
    LemmaResult result =
        run(
            AnswerForm.JSON,
            0,
            "She surely gets a lot. The answer is 99.",
            "<<6*12=72>>72 <<72-7=65>>65 <<65*2=130>>130. The answer is 7.");
    assertThat(result.trajectories()).isEmpty();
    assertThat(result.rejections())
        .extracting(Rejection::reason)
        .containsExactly("content_filtered", "content_filtered");
    assertThat(result.rejections())
        .extracting(Rejection::evidence)
        .containsExactly(
            "the model refused: expected noted calculations in both solutions",
            "the model refused: no noted calculation tells where the attempt goes wrong");
  }

  @Test
  void plantedErrorsLeadElsewhereAndAreFoundAgain() {
    LemmaResult result =
        run(
            AnswerForm.JSON,
            40,
            "There are 6*12=<<6*12=72>>72 eggs.\nShe keeps 72-7=<<72-7=64>>64.\n"
                + "She gets 64*2=<<64*2=128>>128.\nThe answer is 128.");
    List<Trajectory> planted =
        result.trajectories().stream().filter(t -> t.source() == ErrorSource.INJECTED).toList();
    assertThat(planted)
        .extracting(Trajectory::errorType)
        .contains(
            ErrorType.CALCULATION_ERROR,
            ErrorType.MISSING_STEP,
            ErrorType.QUESTION_MISINTERPRETATION);
    for (Trajectory trajectory : planted) {
      assertThat(trajectory.text()).endsWith("The answer is 130.");
      NotedArithmetic.results(behind(trajectory));
    }
    assertThat(
            result.rejections().stream()
                .filter(r -> r.reason().equals("content_filtered"))
                .toList())
        .isNotEmpty()
        .allMatch(r -> r.stage() == LemmaStage.INJECT)
        .allMatch(r -> r.evidence().matches(".*(confusing|counting).*"));
  }

  private static String behind(Trajectory trajectory) {
    int turn = trajectory.text().indexOf(trajectory.transition());
    return trajectory.text().substring(turn + trajectory.transition().length());
  }

  @ParameterizedTest
  @EnumSource(AnswerForm.class)
  void realAttempts(AnswerForm form) throws IOException {
    Map<String, MathProblem> problems = problems();
    LemmaResult result = run(form, 0, List.copyOf(problems.values()));
    for (Trajectory trajectory : result.trajectories()) {
      MathProblem problem = requireNonNull(problems.get(trajectory.problemId()), trajectory.id());
      String attempt = problem.attempts().get(trajectory.number());
      assertThat(attempt).startsWith(trajectory.prefix());
      assertThat(trajectory.text()).startsWith(trajectory.prefix());
      NotedArithmetic.results(behind(trajectory));
      String answer = problem.solution().substring(problem.solution().lastIndexOf("A: ") + 3);
      assertThat(trajectory.text()).endsWith("The answer is " + answer.strip() + ".");
    }
    // 120 attempts, 81 of them wrong with a stated answer; two trajectories each.
    assertThat(result.trajectories()).hasSizeGreaterThan(130);
    assertThat(result.rejections())
        .filteredOn(rejection -> rejection.stage() != LemmaStage.COMPARE)
        .allMatch(rejection -> rejection.reason().equals("content_filtered"));
  }

  private static Map<String, MathProblem> problems() throws IOException {
    Map<String, MathProblem> problems = new TreeMap<>();
    try (InputStream in = MendedSolutionsTest.class.getResourceAsStream("/lemma/solutions.jsonl");
        var rows = new JsonMapper().readerFor(JsonNode.class).<JsonNode>readValues(in)) {
      while (rows.hasNext()) {
        JsonNode row = rows.next();
        String id = row.get("id").asText();
        List<String> attempts = new ArrayList<>();
        row.get("solutions").forEach(solution -> attempts.add(solution.get("text").asText()));
        problems.put(
            id,
            new MathProblem(
                id, row.get("question").asText(), row.get("answer").asText(), attempts));
      }
    }
    return problems;
  }
}
