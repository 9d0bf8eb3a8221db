package org.winnow.synth.llm2llm;

import java.util.List;
import java.util.Map;
import org.winnow.schemas.Message;

/** Makes the student of a round. */
public interface Students {
  /** Whether they learn from the items; students that are trained elsewhere do not. */
  default boolean learn() {
    return true;
  }

  /**
   * The student of a round.
   *
   * @param round from 1
   * @param items what it may have learned: seeds, then the items of all earlier rounds
   */
  Student of(int round, List<Item> items);

  /**
   * What a student says.
   *
   * @param said answers by id; a question without one counts as wrong
   * @param unanswered how many questions have none, by reason
   */
  record Answers(Map<String, String> said, Map<String, Integer> unanswered) {}

  /** Answers questions. */
  interface Student extends AutoCloseable {
    /**
     * Answers questions.
     *
     * @param questions conversations by id
     */
    Answers answer(Map<String, List<Message>> questions);

    /** Items that it could not learn from, by reason. */
    Map<String, Integer> notLearned();

    @Override
    void close();
  }
}
