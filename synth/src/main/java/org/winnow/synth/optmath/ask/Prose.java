package org.winnow.synth.optmath.ask;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.winnow.synth.optmath.pair.Flaw;

/** What a problem's text must not be, whoever wrote it. */
public final class Prose {
  /** Most characters. */
  public static final int MAX_CHARACTERS = 200_000;

  private static final int MAX_EXCERPT = 60;

  /**
   * LaTeX commands and brackets, display formulas, signs that only formulas have, the head of an LP
   * file's rows, and a sum of names with a relation. Prices in dollars are none of these.
   */
  private static final Pattern FORMULA =
      Pattern.compile(
          "\\\\[A-Za-z]{2,}|\\\\[\\[(]|\\$\\$|[≤≥∑∀∈]|<=|>=|=<"
              + "|^\\h*+(?:subject to|such that|s\\.t\\.)\\h*+:?+\\h*+$"
              + "|[A-Za-z_][A-Za-z0-9_]{0,255}\\h[+-]\\h(?:[0-9.]{1,30}\\h?\\*?\\h?)?"
              + "[A-Za-z_][A-Za-z0-9_]{0,255}\\h?[=<>]",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private Prose() {}

  /**
   * What is wrong with a text as prose: {@code too_long}, {@code invalid_unicode} or {@code
   * shows_formula}.
   */
  public static Optional<Flaw> flaw(String text) {
    if (text.length() > MAX_CHARACTERS) {
      return Optional.of(
          new Flaw(
              "too_long",
              "expected at most " + MAX_CHARACTERS + " characters, found " + text.length()));
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return Optional.of(new Flaw("invalid_unicode", "expected text, found half a character"));
    }
    Matcher formula = FORMULA.matcher(text);
    return formula.find()
        ? Optional.of(
            new Flaw("shows_formula", "expected prose, found \"" + excerpt(formula.group()) + "\""))
        : Optional.empty();
  }

  /** A part of a text, short enough for a message. */
  public static String excerpt(String text) {
    return text.length() > MAX_EXCERPT ? text.substring(0, MAX_EXCERPT) + "..." : text;
  }
}
