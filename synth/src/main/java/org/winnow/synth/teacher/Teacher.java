package org.winnow.synth.teacher;

import java.util.List;

/**
 * A language model that answers requests.
 *
 * <p>This is the seam that every way of making samples stands on: a method asks a teacher and does
 * not know whether the answer comes from a server, from files or from a checkpoint in this process.
 * Teachers may be asked by several threads at once.
 */
public interface Teacher extends AutoCloseable {
  /** Hears of each result as soon as it is there, on any thread, several at once. */
  @FunctionalInterface
  interface Listener {
    /**
     * A request has its result.
     *
     * @param index of the request in its list, from 0
     */
    void hear(int index, TeacherResult result);
  }

  /**
   * Answers a list of requests. The i-th result belongs to the i-th request; a request that failed
   * has a {@link TeacherFailure} and does not disturb the others. The listener hears of each result
   * once, in any order; what it throws ends the whole.
   *
   * @throws java.util.concurrent.CancellationException if the calling thread is interrupted
   */
  List<TeacherResult> answer(List<TeacherRequest> requests, Listener listener);

  /** The same, where nobody listens. */
  default List<TeacherResult> answer(List<TeacherRequest> requests) {
    return answer(requests, (index, result) -> {});
  }

  @Override
  void close();
}
