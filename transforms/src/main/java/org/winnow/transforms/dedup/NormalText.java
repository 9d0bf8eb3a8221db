package org.winnow.transforms.dedup;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Text in the form in which copies are compared: Unicode form NFKC, lower case, every run of white
 * space and punctuation folded into one space.
 *
 * <p>Letters, digits, marks and symbols ({@code + = < $}) stay. Of punctuation stays what sums
 * cannot do without: {@code * / %} everywhere, and a hyphen or a full stop directly before a digit,
 * so that {@code -5} is not {@code 5}. Invisible format characters are left out. One object is used
 * for many texts, one thread at a time.
 */
public final class NormalText {
  private static final int FIRST_CAPACITY = 1 << 12;
  private static final int ASCII = 0x80;

  /** What becomes of a character. */
  private enum Fate {
    STAYS,
    STAYS_BEFORE_DIGIT,
    SEPARATES,
    VANISHES
  }

  private static final Fate[] ASCII_FATES = asciiFates();

  private int[] characters = new int[FIRST_CAPACITY];
  private int length;

  /** The normal form of one text. */
  public static String of(String text) {
    NormalText normal = new NormalText();
    normal.add(text);
    return normal.toString();
  }

  /** Forgets the text. */
  void clear() {
    length = 0;
  }

  /** Appends a text, a space before it. */
  void add(String text) {
    separate();
    String composed = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFKC);
    for (int at = 0; at < composed.length(); ) {
      int character = composed.codePointAt(at);
      at += Character.charCount(character);
      switch (fate(character)) {
        case STAYS -> append(Character.toLowerCase(character));
        case STAYS_BEFORE_DIGIT -> {
          if (at < composed.length() && Character.isDigit(composed.codePointAt(at))) {
            append(character);
          } else {
            separate();
          }
        }
        case SEPARATES -> separate();
        case VANISHES -> {}
      }
    }
  }

  /** Number of characters; a space at the end does not count. */
  int length() {
    return length > 0 && characters[length - 1] == ' ' ? length - 1 : length;
  }

  /** The character at {@code index}, a Unicode code point. */
  int at(int index) {
    return characters[index];
  }

  @Override
  public String toString() {
    return new String(characters, 0, length());
  }

  private void separate() {
    if (length > 0 && characters[length - 1] != ' ') {
      append(' ');
    }
  }

  private void append(int character) {
    if (length == characters.length) {
      characters = Arrays.copyOf(characters, 2 * length);
    }
    characters[length++] = character;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= ASCII) {
        return false;
      }
    }
    return true;
  }

  private static Fate fate(int character) {
    return character < ASCII ? ASCII_FATES[character] : fateByType(character);
  }

  private static Fate[] asciiFates() {
    Fate[] fates = new Fate[ASCII];
    for (int character = 0; character < ASCII; character++) {
      fates[character] =
          switch (character) {
            case '*', '/', '%' -> Fate.STAYS;
            case '-', '.' -> Fate.STAYS_BEFORE_DIGIT;
            default -> fateByType(character);
          };
    }
    return fates;
  }

  private static Fate fateByType(int character) {
    return switch (Character.getType(character)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL ->
          Fate.SEPARATES;
      case Character.FORMAT -> Fate.VANISHES;
      default -> Fate.STAYS;
    };
  }
}
