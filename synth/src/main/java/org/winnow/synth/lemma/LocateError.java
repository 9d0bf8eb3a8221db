package org.winnow.synth.lemma;

import java.util.Locale;
import java.util.Map;
import org.winnow.synth.answer.SolutionSteps;
import org.winnow.synth.teacher.AnswerSchema;
import org.winnow.synth.teacher.TeacherRequest;

/** Which step of a wrong solution is the first wrong one? What follows it is cut off. */
record LocateError(LemmaSettings settings) implements Stage<WrongSolution, LocatedError> {
  private static final AnswerSchema SCHEMA =
      AnswerSchema.of(
          """
          {"type": "object",
           "properties": {
             "reasoning": {"type": "string"},
             "verdict": {"enum": ["correct", "incorrect"]},
             "step": {"type": "integer"}},
           "required": ["reasoning", "verdict", "step"],
           "additionalProperties": false}
          """);

  @Override
  public LemmaStage name(WrongSolution solution) {
    return LemmaStage.LOCATE;
  }

  @Override
  public TeacherRequest request(WrongSolution solution) {
    MathProblem problem = solution.candidate().problem();
    return StageRequests.choice(
        settings,
        solution.id() + "/locate",
        "locate",
        Map.of(
            "question", problem.question(),
            "solution", problem.solution(),
            "steps", SolutionSteps.of(solution.text()).steps()),
        SCHEMA);
  }

  @Override
  public Verdict<LocatedError> judge(WrongSolution solution, Exchange exchange) {
    return FindingReader.STEP
        .read(settings.form(), exchange.answer())
        .fold(
            () -> Verdict.refuse(Reason.JUDGED_CORRECT, "expected an error, found none"),
            step -> cutOff(solution, step, exchange),
            () -> Verdict.refuse(Reason.UNREADABLE, "expected a verdict and the number of a step"));
  }

  private static Verdict<LocatedError> cutOff(WrongSolution solution, int step, Exchange exchange) {
    SolutionSteps steps = SolutionSteps.of(solution.text());
    int count = steps.steps().size();
    if (step < 1 || step > count) {
      return Verdict.refuse(
          Reason.STEP_OUT_OF_RANGE,
          String.format(Locale.ROOT, "expected a step from 1 to %d, found %d", count, step));
    }
    return Verdict.accept(
        new LocatedError(
            solution.candidate().with(exchange), solution.type(), step, steps.truncateAfter(step)));
  }
}
