package org.winnow.synth.teacher;

/** Short pieces of what others wrote, for messages: one line, control characters made visible. */
final class Excerpt {
  private static final int MAX_CHARS = 300;

  private Excerpt() {}

  /** The first 300 characters. */
  static String of(String text) {
    StringBuilder visible = new StringBuilder();
    text.codePoints()
        .limit(MAX_CHARS)
        .forEach(c -> visible.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
    return text.codePointCount(0, text.length()) > MAX_CHARS ? visible + "…" : visible.toString();
  }
}
