package org.winnow.schemas.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Short pieces of content for evidence: one line, control characters made visible. */
final class Excerpt {
  private static final int SIDE_CHARS = 30;

  private Excerpt() {}

  /** What stands around position {@code at}, at most 60 characters. */
  static String around(CharSequence text, int at) {
    int middle = Math.max(0, Math.min(at, text.length()));
    int from = Math.max(0, middle - SIDE_CHARS);
    int to = Math.min(text.length(), middle + SIDE_CHARS);
    StringBuilder visible = new StringBuilder();
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      visible.append(Character.isISOControl(c) || isLone(text, i, from, to) ? '�' : c);
    }
    return visible.toString();
  }

  /** The first bytes, as far as they are text. */
  static String ofStart(byte[] bytes) {
    return ofStart(bytes, 0, bytes.length);
  }

  /** The first bytes from {@code from}, as far as they are text. */
  static String ofStart(byte[] bytes, int from, int to) {
    byte[] start = Arrays.copyOfRange(bytes, from, Math.min(to, from + SIDE_CHARS));
    return around(new String(start, StandardCharsets.UTF_8), 0);
  }

  private static boolean isLone(CharSequence text, int i, int from, int to) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 >= to || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == from || !Character.isHighSurrogate(text.charAt(i - 1)));
  }
}
