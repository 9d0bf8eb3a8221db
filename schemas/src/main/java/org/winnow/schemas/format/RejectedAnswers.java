package org.winnow.schemas.format;

import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;

/** Finds the answers of preference pairs that were not chosen. */
public final class RejectedAnswers {
  private RejectedAnswers() {}

  /** Whether a row of this meta can be a pair; tells most rows apart without parsing them. */
  public static boolean mayBeIn(String meta) {
    return meta.contains('"' + PreferencePair.REJECTED + '"');
  }

  /**
   * The prompt of a pair and the answer that was rejected, as a conversation.
   *
   * @return empty if the sample cannot be written as {@link OutputShape#PREFERENCE}
   */
  public static Optional<List<Message>> conversation(Sample pair) {
    try {
      return Optional.of(PreferencePair.of(pair).rejectedConversation());
    } catch (BadRow e) {
      return Optional.empty(); // that is how a row that is no pair is told
    }
  }
}
