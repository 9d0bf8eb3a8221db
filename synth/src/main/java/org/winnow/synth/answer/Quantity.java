package org.winnow.synth.answer;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * A number or formula with its unit.
 *
 * @param formula what is left without unit, currency and percent sign
 * @param isPercent whether a percent sign stood behind it
 * @param unit canonical words of {@link Units}; empty if there are none
 */
record Quantity(String formula, boolean isPercent, String unit) {
  /** Relative, as the published comparators take it. */
  private static final BigFraction ROUNDING = BigFraction.of(1, 10_000);

  private static final Pattern VALUE = Pattern.compile("[\\d\\\\]");

  private static final Pattern MIXED = Pattern.compile("(-?) ?(\\d+) (\\d+)/(\\d+)");

  private static final Pattern SCIENTIFIC =
      Pattern.compile("([-+]?(?:\\d+\\.?\\d*|\\.\\d+))[eE]([-+]?\\d{1,3})");

  private static final Pattern TIMES_TEN = Pattern.compile("(?<=\\d) ?x ?(?=10 ?\\^)");

  private static final Pattern SIGN_AND_CURRENCY = Pattern.compile("([-+]?) ?([$€£¥₹]) ?([-+]?)");

  /** Takes the unit off a text that {@link AnswerText} has normalised. */
  static Quantity of(String text) {
    int end = endOfFormula(text);
    String unit = text.substring(end).strip();
    String formula = text.substring(0, end).strip();
    boolean isPercent = formula.endsWith("%");
    if (isPercent) {
      formula = formula.substring(0, formula.length() - 1).strip();
    }
    String currency = "";
    Matcher leading = SIGN_AND_CURRENCY.matcher(formula);
    if (leading.lookingAt()) {
      currency = Units.ofCurrency(leading.group(2).charAt(0));
      formula = leading.group(1) + leading.group(3) + formula.substring(leading.end());
    } else if (!formula.isEmpty()) {
      currency = Units.ofCurrency(formula.charAt(formula.length() - 1));
      formula = currency.isEmpty() ? formula : formula.substring(0, formula.length() - 1).strip();
    }
    return new Quantity(formula, isPercent, Units.canonical((currency + " " + unit).strip()));
  }

  /** Where the words of the unit begin; the end if there are none, or no value before them. */
  private static int endOfFormula(String text) {
    int end = text.length();
    int wordEnd = end;
    while (wordEnd > 0) {
      int wordStart = text.lastIndexOf(' ', wordEnd - 1) + 1;
      String word = text.substring(wordStart, wordEnd);
      if (!Units.isUnit(word)) {
        int attached = startOfAttachedUnit(word);
        end = end <= wordEnd + 1 && attached < word.length() ? wordStart + attached : end;
        break;
      }
      end = Units.mayBegin(word) ? wordStart : end;
      wordEnd = wordStart - 1;
    }
    return VALUE.matcher(text.substring(0, end)).find() ? end : text.length();
  }

  /** Where the unit begins in {@code 5km}; the word's length if there is none. */
  private static int startOfAttachedUnit(String word) {
    int start = word.length();
    while (start > 0 && Character.isLetter(word.charAt(start - 1))) {
      start--;
    }
    boolean behindDigit = start > 0 && Character.isDigit(word.charAt(start - 1));
    return behindDigit && Units.isShort(word.substring(start)) ? start : word.length();
  }

  /** Whether the units do not contradict each other: a number without unit fits any. */
  boolean hasUnitOf(Quantity other) {
    return unit.isEmpty() || other.unit.isEmpty() || unit.equals(other.unit);
  }

  /** The exact value; empty if the formula is more than arithmetic with numbers. */
  Optional<BigFraction> value() {
    try {
      BigFraction value = ExactArithmetic.compute(arithmetic());
      return Optional.of(isPercent ? value.divide(100) : value);
    } catch (UnreadableException e) {
      return Optional.empty();
    }
  }

  private String arithmetic() throws UnreadableException {
    Matcher mixed = MIXED.matcher(formula);
    if (mixed.matches()) {
      return mixed.group(1)
          + "("
          + mixed.group(2)
          + "+"
          + mixed.group(3)
          + "/"
          + mixed.group(4)
          + ")";
    }
    Matcher scientific = SCIENTIFIC.matcher(formula);
    if (scientific.matches()) {
      return scientific.group(1) + "*10^(" + scientific.group(2) + ")";
    }
    return LatexExpression.read(TIMES_TEN.matcher(formula).replaceFirst("*")).text();
  }

  /** Whether it is written with a decimal point, so that it may have been rounded. */
  boolean isDecimal() {
    return formula.indexOf('.') >= 0;
  }

  /**
   * Whether two values are the same number. Only one that is written as a decimal and is not whole
   * may have been rounded.
   */
  static boolean sameNumber(
      Quantity first, BigFraction firstValue, Quantity second, BigFraction secondValue) {
    if (firstValue.compareTo(secondValue) == 0) {
      return true;
    }
    boolean rounded = first.isDecimal() && !isWhole(firstValue);
    if (!rounded && !(second.isDecimal() && !isWhole(secondValue))) {
      return false;
    }
    BigFraction size = max(firstValue.abs(), secondValue.abs());
    return firstValue.subtract(secondValue).abs().compareTo(size.multiply(ROUNDING)) <= 0;
  }

  private static boolean isWhole(BigFraction value) {
    return value.getDenominator().equals(BigInteger.ONE);
  }

  private static BigFraction max(BigFraction first, BigFraction second) {
    return first.compareTo(second) >= 0 ? first : second;
  }
}
