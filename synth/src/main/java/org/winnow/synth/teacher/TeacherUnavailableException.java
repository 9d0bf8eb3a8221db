package org.winnow.synth.teacher;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

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
   * Looks at a failure.
   *
   * @throws TeacherUnavailableException if every request will fail in this way
   */
  static void check(TeacherFailure failure) {
    if (HOPELESS.contains(failure.kind())) {
      throw new TeacherUnavailableException(failure.kind().label(), failure.message());
    }
  }

  /**
   * Looks at why nothing came of a whole run.
   *
   * @param reasons for each thing that was to be made, a {@link FailureKind#label} or something
   *     else
   * @throws TeacherUnavailableException if there are reasons, and the server is that of all of them
   */
  public static void checkNothingMade(List<String> reasons) {
    Set<String> lost =
        Arrays.stream(FailureKind.values())
            .filter(FailureKind::retriable)
            .map(FailureKind::label)
            .collect(Collectors.toSet());
    if (!reasons.isEmpty() && lost.containsAll(reasons)) {
      throw new TeacherUnavailableException(
          "nothing was answered", "found only " + new TreeSet<>(reasons));
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
        check(failure);
        lost += failure.retriable() ? 1 : 0;
      }
    }
    if (lost > 0 && lost == results.size()) {
      TeacherFailure first = (TeacherFailure) results.get(0);
      throw afterLosing(lost, first.message());
    }
  }
}
