package org.winnow.transforms.hygiene;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text, so written that case, punctuation and Unicode's many ways to write a
 * character make no difference.
 *
 * <p>The text is brought to NFKC and its case is folded. A word is a run of letters, digits and
 * combining marks; everything else separates words, with two exceptions that leave no gap: an
 * apostrophe between letters ({@code don't} is {@code dont}) and a comma between digits ({@code
 * 5,000} is {@code 5000}). Characters that have no width of their own, such as a soft hyphen, are
 * left out. In scripts that write no spaces (Han, Hiragana, Katakana, Thai, Lao, Khmer, Burmese)
 * each character is a word.
 */
final class Words {
  private static final String APOSTROPHES = "'\u2019\u02bc\u2018";

  private Words() {}

  /** The words of a text, in order. */
  static List<String> of(String text) {
    String folded = folded(text);
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < folded.length(); ) {
      int c = folded.codePointAt(i);
      int next = i + Character.charCount(c);
      if (isAlone(c)) {
        finish(word, words);
        words.add(Character.toString(c));
      } else if (isOfWord(c)) {
        word.appendCodePoint(c);
      } else if (!leavesNoGap(c, i, next, folded)) {
        finish(word, words);
      }
      i = next;
    }
    finish(word, words);
    return words;
  }

  private static void finish(StringBuilder word, List<String> words) {
    if (word.length() > 0) {
      words.add(word.toString());
      word.setLength(0);
    }
  }

  /** Upper case first: some characters have a fold there only, such as the German sharp s. */
  private static String folded(String text) {
    String upper = Normalizer.normalize(text, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
    StringBuilder lower = new StringBuilder(upper.length());
    upper.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
    return Normalizer.normalize(lower, Normalizer.Form.NFKC);
  }

  private static boolean isOfWord(int c) {
    return Character.isLetterOrDigit(c)
        || switch (Character.getType(c)) {
          case Character.NON_SPACING_MARK,
              Character.COMBINING_SPACING_MARK,
              Character.OTHER_NUMBER,
              Character.LETTER_NUMBER ->
              true;
          default -> false;
        };
  }

  private static boolean isAlone(int c) {
    if (c < 0x0e00 || !Character.isLetter(c)) {
      return false;
    }
    return switch (Character.UnicodeScript.of(c)) {
      case HAN, HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> true;
      default -> false;
    };
  }

  private static boolean leavesNoGap(int c, int at, int next, String text) {
    if (Character.getType(c) == Character.FORMAT) {
      return true;
    }
    if (at == 0 || next == text.length()) {
      return false;
    }
    int before = text.codePointBefore(at);
    int after = text.codePointAt(next);
    return c == ','
        ? Character.isDigit(before) && Character.isDigit(after)
        : APOSTROPHES.indexOf(c) >= 0 && Character.isLetter(before) && Character.isLetter(after);
  }
}
