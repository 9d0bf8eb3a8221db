package org.winnow.synth.rule;

/** "a 12-inch ruler", but "an 8-inch ruler". */
final class Articles {
  private Articles() {}

  /** Whether the article before a number, if there is one, fits another number as well. */
  static boolean agree(String text, WrittenNumber number, String other) {
    String before = text.substring(Math.max(0, number.start() - 4), number.start());
    return !before.matches("(?is)(?:.*\\W)?an?\\s\\$?")
        || isVowel(number.digits()) == isVowel(other);
  }

  /** Whether a number is spoken with a vowel first: eight, eighty, eleven, eighteen. */
  private static boolean isVowel(String digits) {
    return digits.startsWith("8") || digits.matches("(?:11|18)(?:,.*|\\..*)?");
  }
}
