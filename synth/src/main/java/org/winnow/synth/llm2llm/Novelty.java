package org.winnow.synth.llm2llm;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.winnow.synth.answer.RougeL;

/**
 * Questions that are known: a new one must not be too like any of them. Grows; for one thread at a
 * time.
 *
 * <p>ROUGE-L knows words of Latin letters and digits. A question that is mostly in other letters is
 * compared as a whole.
 */
final class Novelty {
  private final BigDecimal threshold;
  private final List<Known> known = new ArrayList<>();

  private record Known(String name, String text, RougeL question) {}

  /**
   * Knows nothing yet.
   *
   * @param threshold the ROUGE-L F-measure that two questions may have at most
   */
  Novelty(BigDecimal threshold) {
    this.threshold = threshold;
  }

  void add(String name, String question) {
    known.add(new Known(name, plain(question), RougeL.of(question)));
  }

  /** What a question is too like, the first in the order in which they became known. */
  Optional<String> likeness(String question) {
    RougeL words = RougeL.of(question);
    String text = plain(question);
    boolean isLatin = isLatin(text);
    return known.stream()
        .filter(
            other ->
                other.text.equals(text) || (isLatin && words.exceeds(other.question, threshold)))
        .map(Known::name)
        .findFirst();
  }

  private static String plain(String question) {
    return question.strip().toLowerCase(Locale.ROOT);
  }

  /** Whether at least half of a text's letters are from a to z. */
  private static boolean isLatin(String plain) {
    long letters = plain.codePoints().filter(Character::isLetter).count();
    long latin = plain.chars().filter(c -> c >= 'a' && c <= 'z').count();
    return 2 * latin >= letters;
  }
}
