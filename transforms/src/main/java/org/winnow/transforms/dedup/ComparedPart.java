package org.winnow.transforms.dedup;

import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;

/** Which turns of a conversation are compared. */
public enum ComparedPart {
  /** All turns. */
  SAMPLE,
  /** The turns of the user. */
  PROMPT;

  /** Puts the compared turns of {@code sample} into {@code text}, one behind the other. */
  void copy(Sample sample, NormalText text) {
    text.clear();
    for (Message message : sample.messages()) {
      if (this == SAMPLE || message.role() == Role.USER) {
        text.add(message.content());
      }
    }
  }
}
