package org.winnow.synth.rule;

import com.ezylang.evalex.EvaluationException;
import com.ezylang.evalex.Expression;
import com.ezylang.evalex.parser.ParseException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Noted calculations, computed by a library that the rules do not use. */
final class NotedArithmetic {
  private static final Pattern NOTE = Pattern.compile("<<(.+?)=([^=>]+)>>");
  private static final BigDecimal CLOSE = new BigDecimal("1e-9");

  private NotedArithmetic() {}

  /** The results of a text's notes, in order; fails at a wrong one. */
  static List<BigDecimal> results(String text) {
    List<BigDecimal> results = new ArrayList<>();
    Matcher note = NOTE.matcher(text);
    while (note.find()) {
      String expression = note.group(1).replace(",", "").replace("%", "*0.01");
      BigDecimal noted = new BigDecimal(note.group(2).replace(",", "").strip());
      BigDecimal computed = value(expression);
      if (computed.subtract(noted).abs().compareTo(CLOSE) > 0) {
        throw new AssertionError(note.group() + " is " + computed + " in: " + text);
      }
      results.add(noted);
    }
    return results;
  }

  private static BigDecimal value(String expression) {
    try {
      return new Expression(expression).evaluate().getNumberValue();
    } catch (EvaluationException | ParseException e) {
      throw new AssertionError(expression, e);
    }
  }
}
