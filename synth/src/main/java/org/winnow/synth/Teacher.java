package org.winnow.synth;

import java.util.List;
import org.winnow.schemas.Message;

/**
 * A language model that answers requests.
 *
 * <p>This is the seam that every way of making samples stands on: a method asks a teacher and does
 * not know whether the answer comes from a server or from a checkpoint in this process.
 */
public interface Teacher extends AutoCloseable {
  /**
   * Answers a list of requests. The i-th answer belongs to the i-th request; a request that failed
   * has a {@link TeacherAnswer.Failed} and does not disturb the others.
   *
   * @param requests conversations that end with the turn to be answered
   */
  List<TeacherAnswer> answer(List<List<Message>> requests);

  @Override
  void close();
}
