package org.winnow.schemas;

/** Cuts texts that are shown to people. */
public final class Abbreviation {
  private Abbreviation() {}

  /**
   * The text itself, or its beginning and an ellipsis where it is too long; a surrogate pair is not
   * cut through.
   *
   * @param maxChars of what comes out, the ellipsis included; from 2
   */
  public static String of(String text, int maxChars) {
    if (text.length() <= maxChars) {
      return text;
    }
    int end = maxChars - 1;
    boolean splitsPair = Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splitsPair ? end - 1 : end) + "…";
  }
}
