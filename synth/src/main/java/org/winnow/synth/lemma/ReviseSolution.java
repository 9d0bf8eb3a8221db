package org.winnow.synth.lemma;

import java.util.Map;
import java.util.Optional;
import org.winnow.synth.teacher.TeacherRequest;

/** Lets the author of a wrong step notice it and arrive at the right answer, by either strategy. */
record ReviseSolution(LemmaSettings settings) implements Stage<PlannedRevision, Draft> {
  @Override
  public LemmaStage name(PlannedRevision plan) {
    return switch (plan.strategy()) {
      case FIX_AND_CONTINUE -> LemmaStage.FIX_AND_CONTINUE;
      case FRESH_AND_RESTART -> LemmaStage.FRESH_AND_RESTART;
    };
  }

  @Override
  public TeacherRequest request(PlannedRevision plan) {
    SolvedProblem solved = plan.candidate().solved();
    Map<String, String> values =
        Map.of(
            "question", solved.problem().question(),
            "answer", solved.answer().text(),
            "prefix", plan.error().prefix(),
            "transition", plan.transition(),
            "reference", reference(plan.strategy(), solved));
    return StageRequests.text(settings, plan.id(), prompt(plan.strategy()), values);
  }

  private static String reference(Strategy strategy, SolvedProblem solved) {
    return switch (strategy) {
      case FIX_AND_CONTINUE -> solved.problem().solution();
      case FRESH_AND_RESTART -> solved.reference();
    };
  }

  private static String prompt(Strategy strategy) {
    return switch (strategy) {
      case FIX_AND_CONTINUE -> "fix-and-continue";
      case FRESH_AND_RESTART -> "fresh-and-restart";
    };
  }

  @Override
  public Verdict<Draft> judge(PlannedRevision plan, Exchange exchange) {
    String text = exchange.answer().strip();
    Optional<Revision> parts = Revision.of(text);
    if (parts.isEmpty()) {
      return new Verdict.Refused<>(Revision.noneOrSeveral(text));
    }
    return Verdict.of(
        new Draft(plan.candidate().with(exchange), plan, parts.get()), fault(plan, parts.get()));
  }

  private Optional<Fault> fault(PlannedRevision plan, Revision revision) {
    SolvedProblem solved = plan.candidate().solved();
    String prefix = plan.error().prefix();
    String question = solved.problem().question();
    return RevisionChecks.tooLong(revision.text(), settings.maxCharacters())
        .or(() -> RevisionChecks.otherTransition(plan.transition(), revision))
        .or(() -> RevisionChecks.otherPrefix(prefix, revision.prefix()))
        .or(() -> RevisionChecks.repeats(revision))
        .or(() -> RevisionChecks.otherAnswer(solved.answer(), revision))
        .or(() -> RevisionChecks.wrongCalculation(revision))
        .or(() -> RevisionChecks.leak(revision.text(), question, prefix));
  }
}
