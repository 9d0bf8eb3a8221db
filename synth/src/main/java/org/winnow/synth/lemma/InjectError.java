package org.winnow.synth.lemma;

import java.util.Map;
import java.util.Optional;
import org.winnow.schemas.Seeds;
import org.winnow.synth.teacher.GenerationParameters;
import org.winnow.synth.teacher.TeacherRequest;

/** Plants an error in the known solution of a problem. */
record InjectError(LemmaSettings settings) implements Stage<PlannedError, WrongSolution> {
  private static final String OPENING = "<explanation>";
  private static final String CLOSING = "</explanation>";

  @Override
  public LemmaStage name(PlannedError plan) {
    return LemmaStage.INJECT;
  }

  @Override
  public TeacherRequest request(PlannedError plan) {
    MathProblem problem = plan.candidate().problem();
    return StageRequests.text(
            settings.withParameters(parameters(plan)),
            plan.id() + "/inject",
            "inject",
            Map.of(
                "type", Prompts.described(plan.type()),
                "question", problem.question(),
                "solution", problem.solution()))
        .withSample(plan.repeat());
  }

  /** A server that samples repeatably says the same again to one seed. */
  private GenerationParameters parameters(PlannedError plan) {
    GenerationParameters parameters = settings.parameters();
    if (plan.repeat() == 0 || parameters.seed().isEmpty()) {
      return parameters;
    }
    long bits =
        Seeds.bits(
            parameters.seed().getAsLong(),
            Lemma.STEP,
            plan.candidate().problem().id(),
            "planted " + plan.type().label() + " " + plan.repeat());
    return parameters.withSeed(bits & Integer.MAX_VALUE); // servers want it small and positive
  }

  @Override
  public Verdict<WrongSolution> judge(PlannedError plan, Exchange exchange) {
    Optional<String> solution = beforeExplanation(exchange.answer());
    if (solution.isEmpty()) {
      return Verdict.refuse(
          Reason.NO_EXPLANATION, "expected a solution and " + OPENING + ", once, at the end");
    }
    String text = solution.get();
    return Verdict.of(
        new WrongSolution(plan.candidate().with(exchange), plan.type(), text),
        RevisionChecks.tooLong(text, settings.maxCharacters())
            .or(() -> plan.candidate().solved().answer().expectOtherThan(text))
            .or(() -> admission(text, plan.candidate().problem()))
            .or(() -> RevisionChecks.leak(text, plan.candidate().problem().question())));
  }

  /** The solution without its explanation; empty unless there is one of each. */
  private static Optional<String> beforeExplanation(String answer) {
    int opening = answer.indexOf(OPENING);
    int closing = answer.indexOf(CLOSING);
    boolean once =
        opening >= 0
            && closing >= opening
            && opening == answer.lastIndexOf(OPENING)
            && answer.substring(closing + CLOSING.length()).isBlank();
    return once ? Optional.of(answer.substring(0, opening).strip()) : Optional.empty();
  }

  private static Optional<Fault> admission(String text, MathProblem problem) {
    return Phrases.ADMISSIONS
        .firstIn(text, problem.question())
        .map(
            phrase ->
                new Fault(
                    Reason.ERROR_ADMITTED, "expected an error in good faith, found: " + phrase));
  }
}
