package org.winnow.transforms.dedup;

import java.io.Serializable;
import java.util.Locale;

/**
 * What texts are compared by: runs of this many units.
 *
 * @param unit what is counted
 * @param length how many units, from 1
 */
public record Ngram(Unit unit, int length) implements Serializable {
  /** What an n-gram consists of. */
  public enum Unit {
    /** What stands between spaces of the normalised text. */
    WORDS,
    /** Unicode characters of the normalised text, spaces included. */
    CHARS
  }

  public Ngram {
    if (length < 1) {
      throw new IllegalArgumentException("the length of an n-gram must be >= 1, got " + length);
    }
  }

  @Override
  public String toString() {
    return length + " " + unit.name().toLowerCase(Locale.ROOT);
  }
}
