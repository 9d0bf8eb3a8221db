package org.winnow.synth.answer;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Brings an answer into one form of writing: what only changes its looks is taken off. */
final class AnswerText {
  /** What is written in several ways, and the one that is used here; applied in this order. */
  private static final List<Rewrite> REWRITES =
      List.of(
          Rewrite.of("[\\u2212\\uFF0D\\u2010-\\u2013]", "-"),
          Rewrite.of("[\\u00A0\\u2000-\\u200B\\u202F\\u3000]", " "),
          Rewrite.of("\\*\\*", ""),
          Rewrite.of("\\\\left(?![a-zA-Z])|\\\\right(?![a-zA-Z])|\\\\displaystyle|\\\\!", ""),
          Rewrite.of("(?<=\\d)(?:\\\\[,;: ]|\\{,\\})(?=\\d{3}(?!\\d))", ","),
          Rewrite.of("(?<!\\\\)\\\\[,;: ]|\\\\q?quad(?![a-zA-Z])|~", " "),
          Rewrite.of("\\\\[dtc]frac(?![a-zA-Z])", "\\\\frac"),
          Rewrite.of(
              "(?:\\^\\s?\\{?\\s?\\\\circ(?![a-zA-Z])\\}?)|°|\\\\degree(?![a-zA-Z])", " degrees"),
          Rewrite.of("\\\\([%${}])", "$1"),
          Rewrite.of("(?<=\\d) ?per ?cent\\b", "%"),
          Rewrite.of("\\\\cdot(?![a-zA-Z])|\\\\times(?![a-zA-Z])|[×·⋅]", "*"),
          Rewrite.of("\\\\div(?![a-zA-Z])|[÷⁄]", "/"),
          Rewrite.of("²", "^2"),
          Rewrite.of("³", "^3"),
          Rewrite.of("π", "\\\\pi "),
          Rewrite.of("∞", "\\\\infty "),
          Rewrite.of("√", "\\\\sqrt "),
          Rewrite.of("≤|\\\\leq(?![a-zA-Z])", "\\\\le "),
          Rewrite.of("≥|\\\\geq(?![a-zA-Z])", "\\\\ge "),
          Rewrite.of("\\s+", " "));

  private static final Pattern TEXT =
      Pattern.compile(
          "\\\\(?:text|textbf|textit|textrm|mbox|mathrm|mathbf|mathit|boxed|fbox)\\s?\\{");

  private static final Pattern SPACE_AT_SIGN = Pattern.compile(" ?([^\\p{L}\\d ]) ?");

  /** What is longer is no answer but a text, and stays as it is. */
  private static final int LONGEST = 2000;

  private static final String ENDS = ".,;:!";

  private AnswerText() {}

  private record Rewrite(Pattern pattern, String replacement) {
    static Rewrite of(String pattern, String replacement) {
      return new Rewrite(Pattern.compile(pattern), replacement);
    }
  }

  /** The answer in the form that the rest of the package reads; blank if it says nothing. */
  static String normalise(String answer) {
    if (answer.length() > LONGEST) {
      return answer.strip();
    }
    String text = withoutWrapping(answer.strip());
    text = withoutTextCommands(text);
    for (Rewrite rewrite : REWRITES) {
      text = rewrite.pattern().matcher(text).replaceAll(rewrite.replacement());
    }
    return withoutWrapping(text.strip());
  }

  /** A form for comparing as text: without case, and without space beside signs. */
  static String folded(String normalised) {
    return SPACE_AT_SIGN.matcher(normalised).replaceAll("$1").strip().toLowerCase(Locale.ROOT);
  }

  private static String withoutWrapping(String text) {
    String before = "";
    String inner = text;
    while (!before.equals(inner)) {
      before = inner;
      inner = inside(inner, "$$", "$$");
      inner = inside(inner, "$", "$");
      inner = inside(inner, "\\(", "\\)");
      inner = inside(inner, "\\[", "\\]");
      inner = inside(inner, "\"", "\"");
      while (!inner.isEmpty() && ENDS.indexOf(inner.charAt(inner.length() - 1)) >= 0) {
        inner = inner.substring(0, inner.length() - 1).strip();
      }
    }
    return inner;
  }

  private static String inside(String text, String opener, String closer) {
    int length = opener.length() + closer.length();
    if (text.length() <= length || !text.startsWith(opener) || !text.endsWith(closer)) {
      return text;
    }
    String inner = text.substring(opener.length(), text.length() - closer.length());
    return inner.contains(opener) || inner.endsWith("\\") ? text : inner.strip();
  }

  /** {@code \text{ cm}} and its like become their contents. */
  private static String withoutTextCommands(String text) {
    StringBuilder plain = new StringBuilder(text);
    Matcher commands = TEXT.matcher(plain);
    int from = 0;
    while (commands.find(from)) {
      from = commands.start();
      int close = Braces.close(plain.toString(), commands.end() - 1);
      if (close < 0) {
        break;
      }
      plain.setCharAt(close, ' ');
      plain.replace(from, commands.end(), " ");
      commands.reset();
    }
    return plain.toString();
  }
}
