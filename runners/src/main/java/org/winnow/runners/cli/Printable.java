package org.winnow.runners.cli;

import java.util.Locale;
import java.util.stream.Collectors;

/** Text from data on its way to a terminal. */
final class Printable {
  private Printable() {}

  /**
   * The text with every control and format character as an escape: data must not move the cursor,
   * recolour a terminal or reverse its line.
   */
  static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                safe.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }

  /** The same for a text of several lines, which stay. */
  static String lines(String text) {
    return text.lines().map(Printable::of).collect(Collectors.joining("\n"));
  }
}
