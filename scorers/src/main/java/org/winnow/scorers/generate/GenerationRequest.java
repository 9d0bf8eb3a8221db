package org.winnow.scorers.generate;

import java.util.List;
import org.winnow.schemas.Message;

/**
 * A conversation that a model is to answer.
 *
 * @param messages at least one
 * @param options how it answers
 */
public record GenerationRequest(List<Message> messages, GenerationOptions options) {
  public GenerationRequest {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a request needs at least one message");
    }
  }
}
