package org.winnow.synth.lemma;

import java.util.Map;
import java.util.Optional;
import org.winnow.synth.teacher.TeacherRequest;

/** Makes a trajectory read as one; nothing of it may be lost. */
record SmoothTrajectory(LemmaSettings settings) implements Stage<Draft, Trajectory> {
  @Override
  public LemmaStage name(Draft draft) {
    return LemmaStage.SMOOTH;
  }

  @Override
  public TeacherRequest request(Draft draft) {
    Map<String, String> values =
        Map.of(
            "question", draft.candidate().problem().question(),
            "transition", draft.plan().transition(),
            "thought", draft.revision().text());
    return StageRequests.text(settings, draft.id() + "/smooth", "smooth", values);
  }

  @Override
  public Verdict<Trajectory> judge(Draft draft, Exchange exchange) {
    String text = exchange.answer().strip();
    Optional<Revision> parts = Revision.of(text);
    if (parts.isEmpty()) {
      return new Verdict.Refused<>(Revision.noneOrSeveral(text));
    }
    return Verdict.of(
        trajectory(draft, draft.candidate().with(exchange), text), fault(draft, parts.get()));
  }

  private Optional<Fault> fault(Draft draft, Revision smoothed) {
    Revision before = draft.revision();
    String prefix = draft.plan().error().prefix();
    SolvedProblem solved = draft.candidate().solved();
    return RevisionChecks.tooLong(smoothed.text(), settings.maxCharacters())
        .or(() -> RevisionChecks.grown(before.text(), smoothed.text()))
        .or(() -> RevisionChecks.otherTransition(before.transition(), smoothed))
        .or(() -> RevisionChecks.lost(prefix, smoothed.prefix(), Reason.PREFIX_CHANGED))
        .or(
            () ->
                RevisionChecks.lost(
                    before.continuation(), smoothed.continuation(), Reason.CONTINUATION_CHANGED))
        .or(() -> RevisionChecks.otherAnswer(solved.answer(), smoothed))
        .or(() -> RevisionChecks.wrongCalculation(smoothed))
        .or(() -> RevisionChecks.leak(smoothed.text(), solved.problem().question(), prefix));
  }

  private static Trajectory trajectory(Draft draft, Candidate candidate, String text) {
    LocatedError error = draft.plan().error();
    return new Trajectory(
        draft.id(),
        candidate.problem().id(),
        candidate.problem().question(),
        text,
        candidate.source(),
        candidate.number(),
        error.type(),
        error.step(),
        error.prefix(),
        draft.plan().strategy(),
        draft.plan().transition(),
        candidate.exchanges());
  }
}
