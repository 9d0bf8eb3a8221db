package org.winnow.schemas.format;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which fields of a row make up the conversation: one field with all turns; a prompt and a
 * response; a chosen and a rejected response, whose prompt may be a field or stand before both; or
 * a prompt alone, where no answer is needed.
 *
 * <p>A name that is not used is empty. {@code turns} excludes {@code prompt}, {@code input}, {@code
 * response}, {@code history} and {@code rejected}.
 *
 * @param turns list of turns, each with role and content (or from and value)
 * @param system text of a system turn that comes first; optional in the row
 * @param prompt what the user says: text, or a list of turns
 * @param input more of what the user says, behind a blank line; optional in the row
 * @param response what the assistant says: text, or a list of turns
 * @param history earlier turns as pairs of user and assistant text; optional in the row
 * @param rejected what the assistant should not have said: text, or a list of turns; the response
 *     is what was chosen instead
 */
public record FieldNames(
    String turns,
    String system,
    String prompt,
    String input,
    String response,
    String history,
    String rejected)
    implements Serializable {
  public FieldNames {
    boolean hasPair = !response.isEmpty() && !(prompt.isEmpty() && rejected.isEmpty());
    boolean hasPromptAlone = !prompt.isEmpty() && response.isEmpty() && rejected.isEmpty();
    boolean hasAny = !prompt.isEmpty() || !response.isEmpty() || !rejected.isEmpty();
    if (turns.isEmpty() ? !(hasPair || hasPromptAlone) : hasAny) {
      throw new IllegalArgumentException(
          "expected either a turns field or a prompt and a response, or a prompt alone, got turns '"
              + turns
              + "', prompt '"
              + prompt
              + "', response '"
              + response
              + "'");
    }
    List<String> used =
        Stream.of(turns, system, prompt, input, response, history, rejected)
            .filter(name -> !name.isEmpty())
            .toList();
    if (used.stream().distinct().count() != used.size()) {
      throw new IllegalArgumentException("a field can have one meaning only, got " + used);
    }
  }

  /** One field with all turns, and an optional field with a system text (empty for none). */
  public static FieldNames ofTurns(String turns, String system) {
    return new FieldNames(turns, system, "", "", "", "", "");
  }

  /** A prompt, a response, and an optional field with a system text (empty for none). */
  public static FieldNames ofPrompt(String prompt, String response, String system) {
    return new FieldNames("", system, prompt, "", response, "", "");
  }

  /** The same prompt without an answer; there must be a prompt field. */
  FieldNames promptAlone() {
    return new FieldNames("", system, prompt, input, "", history, "");
  }

  /** The fields that a row must have, with a value other than null. */
  public List<String> required() {
    return Stream.of(turns, prompt, response, rejected).filter(name -> !name.isEmpty()).toList();
  }
}
