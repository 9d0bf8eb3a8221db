package org.winnow.transforms.hygiene;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.winnow.schemas.Message;

/**
 * None of a list of phrases occurs, such as refusals and boilerplate.
 *
 * <p>Phrases are taken literally; case, Unicode compatibility, kinds of apostrophes and the width
 * of white space make no difference.
 *
 * @param phrases as the recipe lists them; none is blank
 * @param where the part that is searched
 */
public record PhraseRule(List<String> phrases, SamplePart where) implements RowRule {
  /** The reason in rejections. */
  public static final String LISTED_PHRASE = "listed_phrase";

  public PhraseRule {
    phrases = List.copyOf(phrases);
    if (phrases.isEmpty() || phrases.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("expected phrases that are not blank, got " + phrases);
    }
  }

  @Override
  public Check open() {
    List<String> plain = phrases.stream().map(PhraseRule::plain).toList();
    return messages -> check(messages, plain);
  }

  @Override
  public String shown() {
    return "none of " + phrases.size() + " phrases in the " + where.name().toLowerCase(Locale.ROOT);
  }

  private Optional<Finding> check(List<Message> messages, List<String> plain) {
    List<String> texts = where.texts(messages).stream().map(PhraseRule::plain).toList();
    return IntStream.range(0, plain.size())
        .filter(i -> texts.stream().anyMatch(text -> text.contains(plain.get(i))))
        .mapToObj(phrases::get)
        .findFirst()
        .flatMap(phrase -> Finding.unwanted(LISTED_PHRASE, "'" + phrase + "'"));
  }

  private static String plain(String text) {
    String lower =
        Normalizer.normalize(text, Normalizer.Form.NFKC)
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    StringBuilder plain = new StringBuilder(lower.length());
    boolean gap = false;
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if (Character.isWhitespace(c)) {
        gap = true;
        continue;
      }
      if (gap && plain.length() > 0) {
        plain.append(' ');
      }
      gap = false;
      plain.append(c == '\u2019' || c == '\u2018' || c == '\u02bc' ? '\'' : c);
    }
    return plain.toString();
  }
}
