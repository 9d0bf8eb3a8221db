package org.winnow.transforms.hygiene;

import java.util.function.IntPredicate;

/** Tells in one look whether a text can hold what a pattern would search for at length. */
final class Runs {
  private Runs() {}

  /** Whether {@code length} chars in a row are all of a kind. */
  static boolean hasRun(String text, int length, IntPredicate kind) {
    int run = 0;
    for (int i = 0; i < text.length() && run < length; i++) {
      run = kind.test(text.charAt(i)) ? run + 1 : 0;
    }
    return run >= length;
  }

  /** Whether a run of digits and chars between them has so many digits. */
  static boolean hasDigits(String text, int digits, String between) {
    int count = 0;
    for (int i = 0; i < text.length() && count < digits; i++) {
      char c = text.charAt(i);
      if (isDigit(c)) {
        count++;
      } else if (between.indexOf(c) < 0) {
        count = 0;
      }
    }
    return count >= digits;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  /** Letters and digits of ASCII, and the marks that keys are written with. */
  static boolean isOfKey(int c) {
    return isDigit(c)
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || "+/_.~=-".indexOf(c) >= 0;
  }
}
