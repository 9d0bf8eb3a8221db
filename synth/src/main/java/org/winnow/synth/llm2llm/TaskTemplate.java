package org.winnow.synth.llm2llm;

import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;

/** What differs from task to task: how items are asked for, read, asked and compared. */
public interface TaskTemplate {
  /** The name that recipes use. */
  String name();

  /**
   * What a teacher is asked for items like a seed.
   *
   * @param known items that it has already written for this seed, which the new ones must differ
   *     from
   * @param count how many are wanted
   */
  List<Message> request(Item seed, List<String> known, int count);

  /** A question as a student or a teacher gets it. */
  List<Message> question(String question);

  /** Whether a stated answer means the same as the right one. */
  boolean isRight(String stated, String right);

  /**
   * What is wrong with an item by itself.
   *
   * @return a reason, {@code :} and what was found; empty if nothing is
   */
  Optional<Flaw> flaw(String question, String answer);

  /**
   * What is wrong with a text.
   *
   * @param reason a stable word
   * @param evidence what was expected and what was found
   */
  record Flaw(String reason, String evidence) {
    static Optional<Flaw> of(String reason, String evidence) {
      return Optional.of(new Flaw(reason, evidence));
    }
  }
}
