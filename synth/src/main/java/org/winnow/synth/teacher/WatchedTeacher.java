package org.winnow.synth.teacher;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.winnow.schemas.Message;

/**
 * A teacher whose silence ends the work: where many small lists are asked, none of them can tell
 * whether the server is gone or only one request is lost. One conversation counts once however
 * often it is asked, so that a single one which always fails ends nothing.
 */
public final class WatchedTeacher implements Teacher {
  private final Teacher teacher;
  private final int most;

  /** Conversations that were lost since the last answer. */
  private final Set<List<Message>> lost = new HashSet<>();

  /**
   * Watches a teacher.
   *
   * @param teacher who is asked; is closed with this one
   * @param most conversations that may be lost one after the other, from 1
   */
  public WatchedTeacher(Teacher teacher, int most) {
    this.teacher = teacher;
    this.most = most;
  }

  /**
   * {@inheritDoc}
   *
   * @throws TeacherUnavailableException if a request failed in a way in which all will, or if too
   *     many one after the other failed for the server's reasons
   */
  @Override
  public List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener) {
    synchronized (lost) {
      if (lost.size() >= most) {
        throw TeacherUnavailableException.afterLosing(most, "it is not asked any more");
      }
    }
    List<TeacherResult> results = teacher.answer(requests, listener);
    synchronized (lost) {
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i) instanceof TeacherFailure failure) {
          TeacherUnavailableException.check(failure);
          if (failure.retriable() && lost.add(requests.get(i).messages()) && lost.size() >= most) {
            throw TeacherUnavailableException.afterLosing(most, failure.message());
          }
        } else {
          lost.clear();
        }
      }
    }
    return results;
  }

  @Override
  public void close() {
    teacher.close();
  }
}
