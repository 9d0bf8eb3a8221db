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
    /** The same request; if it has failed as often as allowed, another run. */
    SAME,
    /** A request for another sample: the answer is of no use. */
    OTHER_SAMPLE,
    /**
     * A request about another text: this one cannot be worked on. Another response in place of one
     * that cannot be scored, another rewrite in place of one that cannot be responded to.
     */
    OTHER_TEXT,
    /** Nothing, this tree cannot go on. */
    NEVER,
    /** Another run: it is not this tree's fault, so the tree stays as it is. */
    LATER,
    /** Another run, for every tree: each would hear the same, so that no further one is begun. */
    LATER_FOR_ALL
  }

  /** Whether no tree can go on in this run. */
  boolean concernsAll() {
    return again == Again.LATER_FOR_ALL;
  }

  /** What a teacher's failure means for a tree. */
  static StepFailure of(TeacherFailure failure) {
    return new StepFailure(failure.kind().label(), failure.message(), again(failure.kind()));
  }

  private static Again again(FailureKind kind) {
    return switch (kind) {
      case RATE_LIMITED, SERVER_ERROR, TIMED_OUT, CONNECTION_LOST, MALFORMED_ANSWER -> Again.SAME;
      case ANSWER_CUT_OFF, CONTENT_FILTERED, EMPTY_ANSWER, SCHEMA_VIOLATION -> Again.OTHER_SAMPLE;
      case CONTEXT_TOO_LONG -> Again.OTHER_TEXT;
      case BAD_REQUEST -> Again.NEVER;
      case NOT_IN_CACHE -> Again.LATER;
      case UNAUTHORIZED, NOT_FOUND, QUOTA_EXHAUSTED, BUDGET_SPENT -> Again.LATER_FOR_ALL;
    };
  }
}
