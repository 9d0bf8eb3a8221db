package org.winnow.synth.teacher;

/** Counts the tokens of a text, exactly or by a rule. */
@FunctionalInterface
public interface TokenCounter {
  /** A token for every four characters begun, the usual rule for English. */
  TokenCounter BY_CHARACTERS = text -> (text.codePointCount(0, text.length()) + 3L) / 4;

  /** Tokens of a text, from 0. */
  long count(String text);
}
