package org.winnow.transforms.hygiene;

import java.util.List;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;

/** A part of a conversation that a step looks at. */
public enum SamplePart {
  /** What users say, in every turn. */
  PROMPT,
  /** What the assistant says, in every turn. */
  RESPONSE,
  /** Every turn, of the system and of tools too. */
  SAMPLE;

  /** The contents of the messages that belong to the part, in order. */
  public List<String> texts(List<Message> messages) {
    return messages.stream().filter(m -> holds(m.role())).map(Message::content).toList();
  }

  private boolean holds(Role role) {
    return switch (this) {
      case PROMPT -> role == Role.USER;
      case RESPONSE -> role == Role.ASSISTANT;
      case SAMPLE -> true;
    };
  }
}
