package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.teacher.TeacherFailure;

/**
 * Something that a tree waits for did not come.
 *
 * @param reason what went wrong, in snake_case
 * @param evidence what was expected and what was found, for a person to read
 * @param again what may help
 */
public record StepFailure(String reason, String evidence, Again again) implements RewardResult {
  public StepFailure {
    requireNonNull(reason, "reason is null");
    requireNonNull(evidence, "evidence is null");
    requireNonNull(again, "again is null");
  }

  /** What may help. */
  public enum Again {
    /** The same request. */
    SAME,
    /** A request for another sample: the answer is of no use. */
    OTHER_SAMPLE,
    /** Nothing, this tree cannot go on. */
    NEVER,
    /** Another run: it is not this tree's fault, so the tree stays as it is. */
    LATER
  }

  /** What a teacher's failure means for a tree. */
  static StepFailure of(TeacherFailure failure) {
    return new StepFailure(failure.kind().label(), failure.message(), again(failure.kind()));
  }

  private static Again again(FailureKind kind) {
    return switch (kind) {
      case RATE_LIMITED, SERVER_ERROR, TIMED_OUT, CONNECTION_LOST, MALFORMED_ANSWER -> Again.SAME;
      case ANSWER_CUT_OFF, CONTENT_FILTERED, EMPTY_ANSWER, SCHEMA_VIOLATION -> Again.OTHER_SAMPLE;
      case BAD_REQUEST, CONTEXT_TOO_LONG -> Again.NEVER;
      case UNAUTHORIZED, NOT_FOUND, QUOTA_EXHAUSTED, BUDGET_SPENT, NOT_IN_CACHE -> Again.LATER;
    };
  }
}
