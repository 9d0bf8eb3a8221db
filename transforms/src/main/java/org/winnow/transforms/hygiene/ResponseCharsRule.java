package org.winnow.transforms.hygiene;

import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;

/**
 * What the assistant says, all turns together, has so many characters.
 *
 * @param minChars at least, in code points
 * @param maxChars at most
 */
public record ResponseCharsRule(long minChars, long maxChars) implements RowRule {
  /** Reason: fewer characters. */
  public static final String TOO_SHORT = "response_too_short";

  /** Reason: more characters. */
  public static final String TOO_LONG = "response_too_long";

  @Override
  public Check open() {
    return this::check;
  }

  @Override
  public String shown() {
    return "responses of " + Ranges.shown(minChars, maxChars) + " characters";
  }

  private Optional<Finding> check(List<Message> messages) {
    long chars =
        SamplePart.RESPONSE.texts(messages).stream()
            .mapToLong(text -> text.codePointCount(0, text.length()))
            .sum();
    if (chars < minChars) {
      return Finding.unwanted(TOO_SHORT, chars + " characters, the least is " + minChars);
    }
    return chars > maxChars
        ? Finding.unwanted(TOO_LONG, chars + " characters, the limit is " + maxChars)
        : Optional.empty();
  }
}
