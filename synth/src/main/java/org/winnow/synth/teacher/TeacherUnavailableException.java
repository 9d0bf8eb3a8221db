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

  private TeacherUnavailableException(TeacherFailure failure, String how) {
    super("the teacher cannot be asked, " + how + ": " + failure.message());
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
          throw new TeacherUnavailableException(failure, failure.kind().label());
        }
        lost += failure.retriable() ? 1 : 0;
      }
    }
    if (lost > 0 && lost == results.size()) {
      TeacherFailure first = (TeacherFailure) results.get(0);
      throw new TeacherUnavailableException(first, "none of " + lost + " requests was answered");
    }
  }
}
