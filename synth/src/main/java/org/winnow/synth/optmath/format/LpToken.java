package org.winnow.synth.optmath.format;

import java.util.Locale;

/**
 * A word of an LP text.
 *
 * @param kind what it is
 * @param text as it was written
 * @param number the value of {@link Kind#NUMBER}, infinite for {@code inf}; else 0
 * @param line its line, from 1
 * @param startsLine whether it is the first of its line
 */
record LpToken(Kind kind, String text, double number, int line, boolean startsLine) {
  enum Kind {
    WORD,
    NUMBER,
    PLUS,
    MINUS,
    RELATION,
    COLON,
    END
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean isSign() {
    return kind == Kind.PLUS || kind == Kind.MINUS;
  }

  String lowerCase() {
    return text.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return kind == Kind.END ? "the end of the text" : ModelTextException.excerpt(text);
  }
}
