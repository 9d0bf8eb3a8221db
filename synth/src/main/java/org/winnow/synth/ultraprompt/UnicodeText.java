package org.winnow.synth.ultraprompt;

/** What can be wrong with a text before anybody reads it. */
final class UnicodeText {
  private UnicodeText() {}

  /** Whether half a surrogate pair stands alone: such a text has no form in UTF-8. */
  static boolean hasLoneSurrogate(String text) {
    return text.codePoints()
        .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
  }
}
