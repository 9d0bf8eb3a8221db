package org.winnow.synth.answer;

import java.util.BitSet;
import java.util.Map;

/**
 * Where the formulas of a text lie.
 *
 * <p>A dollar sign is a currency as often as it opens a formula. As in Pandoc's Markdown, one opens
 * a formula if no space follows it, and one closes it if no space precedes it and no digit follows.
 */
final class InlineMath {
  private static final Map<String, String> CLOSERS = Map.of("$$", "$$", "\\(", "\\)", "\\[", "\\]");

  /** A formula of more than this is an opener without closer; it also bounds the time. */
  private static final int LONGEST = 2000;

  private InlineMath() {}

  /** The positions of a text's characters that belong to a formula, delimiters included. */
  static BitSet positions(String text) {
    BitSet inside = new BitSet(text.length());
    int position = 0;
    while (position < text.length()) {
      int end = end(text, position);
      if (end > position) {
        inside.set(position, end);
      }
      position = Math.max(end, position + 1);
    }
    return inside;
  }

  /** Where the formula ends that starts here; the position itself if none does. */
  private static int end(String text, int start) {
    char first = text.charAt(start);
    if (first != '$' && first != '\\' || start + 1 == text.length()) {
      return start;
    }
    String closer = CLOSERS.get(text.substring(start, start + 2));
    if (closer != null) {
      int close = limitedIndexOf(text, closer, start + 2);
      return close < 0 ? start : close + 2;
    }
    boolean escaped = start > 0 && text.charAt(start - 1) == '\\';
    if (first == '\\' || escaped || Character.isWhitespace(text.charAt(start + 1))) {
      return start;
    }
    return endOfDollars(text, start);
  }

  private static int limitedIndexOf(String text, String wanted, int from) {
    int found = text.substring(from, Math.min(text.length(), from + LONGEST)).indexOf(wanted);
    return found < 0 ? found : from + found;
  }

  private static int endOfDollars(String text, int start) {
    int limit = Math.min(text.length(), start + LONGEST);
    for (int close = start + 1; close < limit && text.charAt(close) != '\n'; close++) {
      if (text.charAt(close) != '$' || text.charAt(close - 1) == '\\') {
        continue;
      }
      boolean closes =
          !Character.isWhitespace(text.charAt(close - 1))
              && (close + 1 == text.length() || !Character.isDigit(text.charAt(close + 1)));
      return closes ? close + 1 : start;
    }
    return start;
  }
}
