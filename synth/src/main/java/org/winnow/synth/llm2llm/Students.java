package org.winnow.synth.llm2llm;

import java.util.List;
import java.util.Map;
import org.winnow.schemas.Message;

/** Makes the student of a round. */
public interface Students {
  /**
   * The student of a round.
   *
   * @param round from 1
   * @param items what it may have learned: seeds, then the items of all earlier rounds
   */
  Student of(int round, List<Item> items);

  /** Answers questions. */
  interface Student extends AutoCloseable {
    /**
     * Answers by id; a question without an answer counts as wrong.
     *
     * @param questions conversations by id
     */
    Map<String, String> answer(Map<String, List<Message>> questions);

    @Override
    void close();
  }
}
