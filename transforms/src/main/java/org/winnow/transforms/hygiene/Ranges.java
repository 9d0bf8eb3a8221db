package org.winnow.transforms.hygiene;

/** Writes limits for people. */
final class Ranges {
  private Ranges() {}

  /** Such as {@code 5 to 10}, {@code 5 or more}, {@code at most 10}. */
  static String shown(long min, long max) {
    if (max == Long.MAX_VALUE) {
      return min + " or more";
    }
    return min == 0 ? "at most " + max : min + " to " + max;
  }
}
