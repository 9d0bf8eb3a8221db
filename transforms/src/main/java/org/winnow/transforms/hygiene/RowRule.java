package org.winnow.transforms.hygiene;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Rejection;

/** A rule that a conversation keeps or breaks by itself; travels to workers. */
public interface RowRule extends Serializable {
  /** Makes the rule ready on a worker; the caller closes it. Used by one thread at a time. */
  Check open();

  /** What the rule says, as a phrase such as {@code at most 10 turns}. */
  String shown();

  /** A rule that is ready. */
  interface Check extends AutoCloseable {
    /** What is wrong with the conversation; empty if it keeps the rule. */
    Optional<Finding> check(List<Message> messages);

    @Override
    default void close() {}
  }

  /**
   * What is wrong with a conversation.
   *
   * @param kind whether it is sound and unwanted, or broken
   * @param reason for the rejection, snake_case
   * @param evidence what was measured
   */
  record Finding(Rejection.Kind kind, String reason, String evidence) {
    /** A sound conversation that a rule does not want. */
    static Optional<Finding> unwanted(String reason, String evidence) {
      return Optional.of(new Finding(Rejection.Kind.DROPPED, reason, evidence));
    }
  }
}
