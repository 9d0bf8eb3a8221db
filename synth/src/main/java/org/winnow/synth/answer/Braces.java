package org.winnow.synth.answer;

import java.util.ArrayList;
import java.util.List;

/** Brackets of a text that belong together, and what lies between them. */
final class Braces {
  private Braces() {}

  /**
   * Where the brace closes that opens at a position; escaped braces do not count.
   *
   * @return -1 if it does not close
   */
  static int close(String text, int open) {
    int depth = 0;
    for (int i = open; i < text.length(); i++) {
      char found = text.charAt(i);
      if (found == '\\') {
        i++;
      } else if (found == '{') {
        depth++;
      } else if (found == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the text's first character is a bracket of any kind that its last one closes. */
  static boolean enclose(String text) {
    if (text.length() < 2 || "([{".indexOf(text.charAt(0)) < 0) {
      return false;
    }
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += depthChange(text.charAt(i));
      if (depth == 0) {
        return i == text.length() - 1;
      }
    }
    return false;
  }

  /** The parts of a text between separators that lie in no brackets; one part if there are none. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char found = text.charAt(i);
      depth += depthChange(found);
      if (found == separator && depth == 0) {
        parts.add(text.substring(start, i).strip());
        start = i + 1;
      }
    }
    parts.add(text.substring(start).strip());
    return List.copyOf(parts);
  }

  private static int depthChange(char found) {
    return switch (found) {
      case '(', '[', '{' -> 1;
      case ')', ']', '}' -> -1;
      default -> 0;
    };
  }
}
