package org.winnow.synth.teacher;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A teacher whose silence ends the work: where many small lists are asked, none of them can tell
 * whether the server is gone or only one request is lost.
 */
public final class WatchedTeacher implements Teacher {
  private final Teacher teacher;
  private final int most;
  private final AtomicInteger lost = new AtomicInteger();

  /**
   * Watches a teacher.
   *
   * @param teacher who is asked; stays the caller's
   * @param most requests in a row that may be lost, from 1
   */
  public WatchedTeacher(Teacher teacher, int most) {
    this.teacher = teacher;
    this.most = most;
  }

  /**
   * {@inheritDoc}
   *
   * @throws TeacherUnavailableException if a request failed in a way in which all will, or if too
   *     many in a row failed for the server's reasons
   */
  @Override
  public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
    List<TeacherResult> results = teacher.answer(requests, listener);
    for (TeacherResult result : results) {
      if (result instanceof TeacherFailure failure) {
        TeacherUnavailableException.check(failure.kind().label(), failure.message());
        if (failure.retriable() && lost.incrementAndGet() >= most) {
          throw TeacherUnavailableException.afterLosing(most, failure.message());
        }
      } else {
        lost.set(0);
      }
    }
    return results;
  }

  @Override
  public void close() {
    // The teacher is the caller's.
  }
}
