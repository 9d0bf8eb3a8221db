package org.winnow.synth.lemma;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A teacher that is right except in one stage, where its answers are spoilt. Both strategies are
 * spoilt together under the name {@code revise}.
 */
class HostileTeacherTest {
  private static final WordProblem PROBLEM = new WordProblem(41, 4, 12, 21);
  private static final Set<String> REVISIONS = Set.of("fix_and_continue", "fresh_and_restart");
  private static final String ANSWER = "The answer is 68.";

  private static LemmaResult run(
      LemmaSettings settings, String stage, UnaryOperator<String> spoil) {
    RuleTeacher teacher =
        new RuleTeacher(
            (name, answer) ->
                name.equals(stage) || stage.equals("revise") && REVISIONS.contains(name)
                    ? spoil.apply(answer)
                    : answer);
    return new Lemma(teacher, settings)
        .run(List.of(PROBLEM.problem("p", List.of(PROBLEM.attempt(3, 5)))));
  }

  private static LemmaSettings settings() {
    return LemmaSettings.of("rule", 3).withForm(AnswerForm.TEXT).withInjections(1);
  }

  /** The third calculation is wrong, so a prefix has the first three sentences. */
  private static String prefix() {
    return "The 4 bags hold 4 * 12 = 48 apples. With those from before there are 41 + 48 = 89"
        + " apples. After giving away 21 she has 89 - 21 = 73 apples.";
  }

  @Test
  void theSameTeacherUnspoiltIsAccepted() {
    LemmaResult result = run(settings(), "none", answer -> answer);

    assertThat(result.rejections()).isEmpty();
    assertThat(result.trajectories()).hasSize(4);
    assertThat(result.trajectories()).allMatch(t -> t.text().endsWith(ANSWER));
    assertThat(result.trajectories().get(0).text()).startsWith(prefix());
  }

  private static Arguments spoilt(
      String stage, String how, Reason reason, UnaryOperator<String> spoil) {
    return Arguments.of(stage, how, reason, spoil);
  }

  private static String afterTransition(String answer, UnaryOperator<String> change) {
    Phrases.Found turn = Phrases.TRANSITIONS.in(answer).get(0);
    return answer.substring(0, turn.end()) + change.apply(answer.substring(turn.end()));
  }

  private static String withTransition(String answer, String other) {
    Phrases.Found turn = Phrases.TRANSITIONS.in(answer).get(0);
    return answer.substring(0, turn.start()) + other + answer.substring(turn.end());
  }

  private static String otherTransition(String answer) {
    String used = Phrases.TRANSITIONS.in(answer).get(0).phrase();
    return Phrases.TRANSITIONS.all().stream()
        .filter(p -> !p.equals(used))
        .findFirst()
        .orElseThrow();
  }

  static Stream<Arguments> spoiltAnswers() {
    return Stream.of(
            classifications(),
            locations(),
            plantings(),
            wholes("revise"),
            wholes("smooth"),
            revisions(),
            smoothings())
        .flatMap(List::stream);
  }

  private static List<Arguments> classifications() {
    return List.of(
        spoilt(
            "classify", "finds no error", Reason.JUDGED_CORRECT, a -> "The solution is correct."),
        spoilt(
            "classify",
            "invents a type",
            Reason.UNREADABLE,
            a -> a.replace("calculation", "moral")),
        spoilt(
            "classify",
            "names two types",
            Reason.UNREADABLE,
            a -> a + " Or the error type is operator_error."),
        spoilt("classify", "chats", Reason.UNREADABLE, a -> "Sure, I can help with that!"));
  }

  private static List<Arguments> locations() {
    return List.of(
        spoilt("locate", "finds no error", Reason.JUDGED_CORRECT, a -> "The solution is correct."),
        spoilt("locate", "step 0", Reason.STEP_OUT_OF_RANGE, a -> a.replaceAll("\\d+", "0")),
        spoilt(
            "locate",
            "one step too many",
            Reason.STEP_OUT_OF_RANGE,
            a -> a.replaceAll("\\d+", "5")),
        spoilt("locate", "step -1", Reason.UNREADABLE, a -> a.replaceAll("\\d+", "-1")),
        spoilt("locate", "step 2^32", Reason.UNREADABLE, a -> a.replaceAll("\\d+", "4294967296")),
        spoilt(
            "locate", "two steps", Reason.UNREADABLE, a -> a + " The first wrong step is step 4."),
        spoilt("locate", "no number", Reason.UNREADABLE, a -> "The solution is incorrect."));
  }

  private static List<Arguments> plantings() {
    return List.of(
        spoilt(
            "inject",
            "plants nothing",
            Reason.ANSWER_RIGHT,
            a -> PROBLEM.solution() + "<explanation>None.</explanation>"),
        spoilt(
            "inject",
            "repairs the error at the end",
            Reason.ANSWER_RIGHT,
            a -> a.replace("<explanation>", "No, the answer is 68.00. <explanation>")),
        spoilt(
            "inject",
            "does not answer",
            Reason.NO_ANSWER,
            a -> a.replaceAll("The answer is \\d+\\.", "")),
        spoilt(
            "inject",
            "admits the error",
            Reason.ERROR_ADMITTED,
            a -> "I made a Mistake here. " + a),
        spoilt(
            "inject",
            "names the solution",
            Reason.LEAK,
            a -> "Unlike the known solution, I say: " + a),
        spoilt(
            "inject",
            "does not explain",
            Reason.NO_EXPLANATION,
            a -> a.replaceAll("(?s)<explanation>.*", "")),
        spoilt(
            "inject",
            "explains twice",
            Reason.NO_EXPLANATION,
            a -> a + "<explanation>Again.</explanation>"),
        spoilt(
            "inject",
            "goes on after the explanation",
            Reason.NO_EXPLANATION,
            a -> a + " Good luck!"),
        spoilt(
            "inject", "closes before it opens", Reason.NO_EXPLANATION, a -> "</explanation> " + a),
        spoilt("inject", "is too long", Reason.TOO_LONG, a -> "Well. ".repeat(2000) + a));
  }

  /** What neither a revision nor a smoothed trajectory may be. */
  private static List<Arguments> wholes(String stage) {
    return List.of(
        spoilt(stage, "does not turn round", Reason.NO_TRANSITION, a -> withTransition(a, "")),
        spoilt(
            stage,
            "turns round twice",
            Reason.SEVERAL_TRANSITIONS,
            a -> a + " " + otherTransition(a)),
        spoilt(
            stage,
            "turns round twice alike",
            Reason.SEVERAL_TRANSITIONS,
            a -> withTransition(a, (otherTransition(a) + " ").repeat(2))),
        spoilt(
            stage,
            "turns round in other words",
            Reason.TRANSITION_CHANGED,
            a -> withTransition(a, otherTransition(a))),
        spoilt(
            stage,
            "leaves the beginning out",
            Reason.PREFIX_CHANGED,
            a -> a.substring(Phrases.TRANSITIONS.in(a).get(0).start())),
        spoilt(
            stage,
            "answers otherwise",
            Reason.ANSWER_NOT_RIGHT,
            a -> a.replace(ANSWER, "Now 68. The answer is 69.")),
        spoilt(
            stage,
            "does not answer",
            Reason.ANSWER_NOT_RIGHT,
            a -> a.replace(ANSWER, "The number is 68.")),
        spoilt(
            stage,
            "notes a wrong sum",
            Reason.WRONG_CALCULATION,
            a -> a.replace(ANSWER, "<<2*34=66>> " + ANSWER)),
        spoilt(
            stage,
            "names the reference",
            Reason.LEAK,
            a -> a.replace(ANSWER, "As the Reference  solution says: " + ANSWER)),
        spoilt(
            stage,
            "names the truth",
            Reason.LEAK,
            a -> a.replace(ANSWER, "The ground truth is 68. " + ANSWER)),
        spoilt(stage, "comments on its work", Reason.LEAK, a -> "As requested: " + a));
  }

  private static List<Arguments> revisions() {
    return List.of(
        spoilt(
            "revise",
            "repairs the number in the beginning",
            Reason.PREFIX_CHANGED,
            a -> a.replaceFirst("= \\d+ apples", "= 1 apples")),
        spoilt(
            "revise",
            "retells the beginning",
            Reason.PREFIX_CHANGED,
            a ->
                a.replaceFirst(
                    "bags hold", "bags, full to the brim with the best fruit of the year, hold")),
        spoilt(
            "revise",
            "only repeats",
            Reason.CONTINUATION_REPEATS,
            a ->
                afterTransition(
                    a, c -> " " + a.substring(0, Phrases.TRANSITIONS.in(a).get(0).start()))),
        spoilt(
            "revise",
            "is too long",
            Reason.TOO_LONG,
            a -> afterTransition(a, c -> " Well.".repeat(2000) + c)));
  }

  private static List<Arguments> smoothings() {
    return List.of(
        spoilt(
            "smooth",
            "repairs the number in the beginning",
            Reason.PREFIX_CHANGED,
            a -> a.replaceFirst("= \\d+ apples", "= 1 apples")),
        spoilt(
            "smooth",
            "shortens the beginning to its sums",
            Reason.PREFIX_CHANGED,
            a -> a.replaceAll(" bags hold| apples\\. With those from before there are", "")),
        spoilt(
            "smooth",
            "shortens the continuation to its sums",
            Reason.CONTINUATION_CHANGED,
            a -> afterTransition(a, c -> c.replaceAll("\\b[a-z]{3,} ", "") + " " + ANSWER)),
        spoilt(
            "smooth",
            "changes a sum of the continuation",
            Reason.CONTINUATION_CHANGED,
            a -> afterTransition(a, c -> c.replaceFirst("= \\d+", "= 1"))),
        spoilt(
            "smooth",
            "cuts the continuation short",
            Reason.CONTINUATION_CHANGED,
            a -> afterTransition(a, c -> " " + ANSWER)),
        spoilt(
            "smooth",
            "pads",
            Reason.TOO_LONG,
            a -> afterTransition(a, c -> " Well.".repeat(100) + c)));
  }

  @ParameterizedTest(name = "{0} {1}: {2}")
  @MethodSource("spoiltAnswers")
  void rejectsWithTheReason(String stage, String how, Reason reason, UnaryOperator<String> spoil) {
    LemmaResult result = run(settings(), stage, spoil);

    assertThat(result.rejections())
        .isNotEmpty()
        .extracting(Rejection::reason)
        .as(result.rejections().toString())
        .containsOnly(reason.label());
    assertThat(result.rejections())
        .allMatch(
            r ->
                REVISIONS.contains(r.stage().label())
                    ? stage.equals("revise")
                    : r.stage().label().equals(stage))
        .allMatch(r -> !r.evidence().isBlank())
        .allMatch(r -> r.exchanges().get(r.exchanges().size() - 1).stage() == r.stage());
    // What the stage does not touch still comes through.
    assertThat(result.trajectories())
        .hasSize(
            switch (stage) {
              case "classify", "inject" -> 2;
              default -> 0;
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"classify", "inject", "locate", "revise", "smooth"})
  void halfASurrogatePairIsRefusedWhereverItStands(String stage) {
    LemmaResult result = run(settings(), stage, answer -> answer + " \uD83D");

    assertThat(result.rejections())
        .isNotEmpty()
        .allMatch(rejection -> rejection.reason().equals("invalid_unicode"));
    assertThat(result.trajectories()).allMatch(t -> !t.text().contains("\uD83D"));
  }

  @Test
  void anEmptyAnswerIsTheTeachersFailure() {
    LemmaResult result = run(settings(), "smooth", answer -> " \n");

    assertThat(result.trajectories()).isEmpty();
    assertThat(result.rejections())
        .hasSize(4)
        .allMatch(rejection -> rejection.reason().equals("empty_answer"))
        .allMatch(rejection -> rejection.exchanges().size() == 3);
  }

  /**
   * The error is in the last step, so the prefix states an answer itself, by a stronger mark than
   * the continuation's.
   */
  @Test
  void aWrongAnswerInThePrefixIsNotTakenForTheContinuations() {
    RuleTeacher teacher =
        new RuleTeacher(
            (stage, answer) ->
                stage.equals("locate")
                    ? "The solution is incorrect, the first wrong step is step 4."
                    : answer);
    String attempt = PROBLEM.attempt(3, 5).replace("The answer is 73.", "#### 73");

    LemmaResult result =
        new Lemma(teacher, settings().withInjections(0))
            .run(List.of(PROBLEM.problem("p", List.of(attempt))));

    assertThat(result.trajectories()).hasSize(2);
    assertThat(result.trajectories())
        .allMatch(t -> t.prefix().endsWith("#### 73"))
        .allMatch(t -> t.text().endsWith(ANSWER));
  }

  /** The words are the question's own, so they give nothing away. */
  @Test
  void aQuestionMaySpeakOfReferencesAndErrors() {
    WordProblem numbers = new WordProblem(41, 4, 12, 21);
    MathProblem problem =
        new MathProblem(
            "p",
            numbers.question() + " (The reference solution warns of the typical error.)",
            numbers.solution(),
            List.of(numbers.attempt(2, 3)));
    RuleTeacher teacher =
        new RuleTeacher(
            (stage, answer) ->
                switch (stage) {
                  case "inject" ->
                      answer.replace("bags hold", "bags, error of weighing aside, hold");
                  case "smooth" ->
                      answer.replace(ANSWER, "The reference solution agrees. " + ANSWER);
                  default -> answer;
                });

    LemmaResult result = new Lemma(teacher, settings()).run(List.of(problem));

    assertThat(result.rejections()).isEmpty();
    assertThat(result.trajectories()).hasSize(4);
  }
}
