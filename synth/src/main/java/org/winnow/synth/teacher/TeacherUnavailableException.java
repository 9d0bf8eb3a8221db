package org.winnow.synth.teacher;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The teacher cannot be asked: going on would ask, or even train, for nothing. */
public final class TeacherUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What will be the same for every request. */
  private static final Set<FailureKind> HOPELESS =
      EnumSet.of(FailureKind.UNAUTHORIZED, FailureKind.NOT_FOUND, FailureKind.QUOTA_EXHAUSTED);

  private TeacherUnavailableException(String how, String message) {
    super("the teacher cannot be asked, " + how + ": " + message);
  }

  /** None of so many requests was answered. */
  static TeacherUnavailableException afterLosing(int requests, String message) {
    return new TeacherUnavailableException(
        "none of " + requests + " requests was answered", message);
  }

  /**
   * Looks at why something that asks for itself did not go on.
   *
   * @param reason label of a {@link FailureKind}, or something else
   * @param evidence what was expected and what was found
   * @throws TeacherUnavailableException if every request will fail in this way
   */
  public static void check(String reason, String evidence) {
    if (HOPELESS.stream().anyMatch(kind -> kind.label().equals(reason))) {
      throw new TeacherUnavailableException(reason, evidence);
    }
  }

  /**
   * Looks at the results of some requests that were made together.
   *
   * @throws TeacherUnavailableException if one failed in a way in which all will, or if all failed
   *     for the server's reasons
   */
  public static void check(List<TeacherResult> results) {
    int lost = 0;
    for (TeacherResult result : results) {
      if (result instanceof TeacherFailure failure) {
        if (HOPELESS.contains(failure.kind())) {
          throw new TeacherUnavailableException(failure.kind().label(), failure.message());
        }
        lost += failure.retriable() ? 1 : 0;
      }
    }
    if (lost > 0 && lost == results.size()) {
      TeacherFailure first = (TeacherFailure) results.get(0);
      throw afterLosing(lost, first.message());
    }
  }
}
