package org.winnow.synth.teacher;

import static java.util.Objects.requireNonNull;

/**
 * The teacher did not answer, or its answer is of no use.
 *
 * @param kind what went wrong
 * @param message what was expected and what was found, for a person to read
 * @param usage tokens that the server counted for the last attempt; none where it does not say
 * @param attempt the last attempt, from 1; 0 where nothing was sent
 * @param raw the completion that is of no use, as it came; empty where none came
 */
public record TeacherFailure(
    FailureKind kind, String message, TokenUsage usage, int attempt, String raw)
    implements TeacherResult {
  public TeacherFailure {
    requireNonNull(kind, "kind is null");
    requireNonNull(message, "message is null");
    requireNonNull(usage, "usage is null");
    requireNonNull(raw, "raw is null");
    if (attempt < 0) {
      throw new IllegalArgumentException("attempt must be >= 0, got " + attempt);
    }
  }

  /** A failure without a completion. */
  public static TeacherFailure of(FailureKind kind, String message, int attempt) {
    return new TeacherFailure(kind, message, TokenUsage.NONE, attempt, "");
  }

  /** Whether the same request may be answered at another time. */
  public boolean retriable() {
    return kind.retriable();
  }

  /** The same failure at another attempt. */
  TeacherFailure atAttempt(int other) {
    return new TeacherFailure(kind, message, usage, other, raw);
  }
}
