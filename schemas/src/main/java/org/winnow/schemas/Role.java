package org.winnow.schemas;

import java.util.Locale;
import java.util.Optional;

/** Who speaks in a {@link Message}. */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT,
  TOOL;

  /** The name used in files: lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The role that a file means by {@code label}, or empty if the label is not known.
   *
   * <p>Knows the words of the OpenAI form (system, developer, user, assistant, tool) and of
   * ShareGPT (human, gpt, observation, function_call), in any case.
   */
  public static Optional<Role> of(String label) {
    return switch (label.toLowerCase(Locale.ROOT)) {
      case "system", "developer" -> Optional.of(SYSTEM);
      case "user", "human", "prompter" -> Optional.of(USER);
      case "assistant", "gpt", "model", "bot", "chatgpt", "function_call" -> Optional.of(ASSISTANT);
      case "tool", "function", "observation", "ipython" -> Optional.of(TOOL);
      default -> Optional.empty();
    };
  }
}
