package org.winnow.synth.lemma;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherFailure;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherResult;
import org.winnow.synth.teacher.TeacherUnavailableException;
import org.winnow.synth.teacher.TokenUsage;

/** What a run says of itself, and when it is given up. */
class LemmaReportTest {
  private static final LemmaSettings SETTINGS = LemmaSettings.of("rule", 7);

  /** Four problems, each with a right attempt, one without an answer and one that is wrong. */
  private static List<MathProblem> problems() {
    List<MathProblem> problems = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      WordProblem problem = WordProblem.number(i);
      problems.add(
          problem.problem(
              "p" + i, List.of(problem.solution(), "I give up", problem.attempt(1 + i % 3, 5))));
    }
    return problems;
  }

  @Test
  void everyStageSaysWhatCameInAndWhatLeft() {
    RuleTeacher teacher =
        new RuleTeacher(
            (stage, answer) ->
                stage.equals("fix_and_continue")
                    ? answer.replace("answer is", "answer is not")
                    : answer);

    LemmaResult result = new Lemma(teacher, SETTINGS).run(problems());

    assertThat(result.stages().stream().map(LemmaReportTest::line))
        .containsExactly(
            "compare 12 = 4 + {answer_right=4, no_answer=4}",
            "classify 4 = 4 + {}",
            "inject 8 = 8 + {}",
            "locate 12 = 12 + {}",
            "fix_and_continue 12 = 0 + {answer_not_right=12}",
            "fresh_and_restart 12 = 12 + {}",
            "smooth 12 = 12 + {}");
    assertThat(result.errorTypes()).isEqualTo(Map.of(ErrorType.CALCULATION_ERROR, 4));
    assertThat(result.isBudgetSpent()).isFalse();
  }

  private static String line(StageReport report) {
    return report.stage().label()
        + " "
        + report.in()
        + " = "
        + report.accepted()
        + " + "
        + report.rejected();
  }

  @Test
  void typesThatCannotBePlantedAreCountedToo() {
    RuleTeacher teacher =
        new RuleTeacher(
            (stage, answer) -> answer.replace("calculation_error", "unit_conversion_error"));

    LemmaResult result = new Lemma(teacher, SETTINGS).run(problems());

    assertThat(result.errorTypes()).isEqualTo(Map.of(ErrorType.UNIT_CONVERSION_ERROR, 4));
    assertThat(result.distribution().counts().values()).containsOnly(0L);
  }

  @Test
  void anErrorThatATeacherPlantsTwiceIsTakenOnce() {
    RuleTeacher teacher =
        new RuleTeacher(
            (stage, answer) ->
                stage.equals("inject")
                    ? "It is clear. The answer is 1.\n<explanation>Too small.</explanation>"
                    : answer);

    LemmaResult result =
        new Lemma(teacher, SETTINGS.withInjections(3)).run(problems().subList(0, 2));

    assertThat(result.stages())
        .contains(new StageReport(LemmaStage.INJECT, 2, Map.of("duplicate_attempt", 4)));
    assertThat(
            result.rejections().stream()
                .filter(rejection -> rejection.reason().equals("duplicate_attempt"))
                .map(Rejection::candidateId))
        .containsExactly("p0/injected-1", "p0/injected-2", "p1/injected-1", "p1/injected-2");
  }

  @Test
  void errorsOfOneTypeAreAskedForWithSeedsOfTheirOwn() {
    RuleTeacher teacher = new RuleTeacher();
    LemmaSettings seeded =
        SETTINGS.withInjections(8).withParameters(SETTINGS.parameters().withSeed(5));

    new Lemma(teacher, seeded).run(problems().subList(0, 1));

    List<TeacherRequest> planted =
        teacher.asked().stream().filter(request -> request.id().endsWith("/inject")).toList();
    assertThat(planted).hasSize(8);
    // What a server gets to see: it knows of no sample numbers.
    assertThat(planted)
        .extracting(
            request ->
                request.messages().get(0).content() + request.parameters().seed().getAsLong())
        .doesNotHaveDuplicates();
    assertThat(planted)
        .filteredOn(request -> request.sample() == 0)
        .allMatch(request -> request.parameters().seed().getAsLong() == 5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UNAUTHORIZED", "NOT_FOUND", "QUOTA_EXHAUSTED", "CONNECTION_LOST"})
  void aTeacherThatCannotBeAskedEndsTheRun(String kind) {
    Teacher teacher = new Failing(request -> FailureKind.valueOf(kind));

    assertThatThrownBy(() -> new Lemma(teacher, SETTINGS).run(problems()))
        .isInstanceOf(TeacherUnavailableException.class)
        .hasMessageContaining("nobody there");
  }

  @Test
  void aSpentBudgetIsSaidAndWhatWasMadeStays() {
    Teacher teacher =
        new Failing(
            request ->
                request.id().startsWith("p0/")
                    ? FailureKind.CONNECTION_LOST
                    : FailureKind.BUDGET_SPENT);
    LemmaResult result = new Lemma(teacher, SETTINGS).run(problems());

    assertThat(result.isBudgetSpent()).isTrue();
    assertThat(
            result.rejections().stream()
                .filter(rejection -> rejection.stage() == LemmaStage.CLASSIFY)
                .collect(Collectors.toMap(Rejection::problemId, Rejection::reason)))
        .isEqualTo(
            Map.of(
                "p0", "connection_lost",
                "p1", "budget_spent",
                "p2", "budget_spent",
                "p3", "budget_spent"));
  }

  /** Answers nothing. */
  private record Failing(Function<TeacherRequest, FailureKind> kind) implements Teacher {
    @Override
    public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
      List<TeacherResult> results = new ArrayList<>();
      for (TeacherRequest request : requests) {
        TeacherResult failure =
            new TeacherFailure(kind.apply(request), "nobody there", TokenUsage.NONE, 1, "");
        listener.hear(results.size(), failure);
        results.add(failure);
      }
      return results;
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
