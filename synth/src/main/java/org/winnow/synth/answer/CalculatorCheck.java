package org.winnow.synth.answer;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * Recomputes the calculations that a solution notes as GSM8K does: {@code <<48/2=24>>}.
 *
 * <p>Values are computed without rounding. A noted value is right if it is the exact value; if it
 * is a decimal, also if it is the value rounded to the nearest of as many places, or cut off there;
 * or within 1e-14 of the value, relative, which is how floating point prints it.
 */
public final class CalculatorCheck {
  /** A noted calculation; what is between the brackets is the group. */
  static final Pattern ANNOTATION = Pattern.compile("<<([^<>\\n]*+)>>");

  private static final BigFraction FLOATING_POINT =
      BigFraction.of(1).divide(BigFraction.of(10).pow(14));

  private CalculatorCheck() {}

  /** What came of recomputing a solution's calculations. */
  public sealed interface Outcome {}

  /** The solution notes no calculation. */
  public record NoneNoted() implements Outcome {}

  /**
   * Every calculation is right.
   *
   * @param calculations their number, at least 1
   */
  public record AllRight(int calculations) implements Outcome {}

  /**
   * The first calculation that is not right.
   *
   * @param position where its {@code <<} is in the solution, in characters from 0
   * @param calculation what stands left of the equals sign
   * @param expected the exact value, as a fraction in lowest terms where it is not whole
   * @param found what stands right of the equals sign
   */
  public record Wrong(int position, String calculation, String expected, String found)
      implements Outcome {}

  /**
   * The first annotation that is no calculation of numbers, so that nothing can be said about the
   * solution.
   *
   * @param position where its {@code <<} is in the solution, in characters from 0
   * @param annotation what stands between the brackets
   */
  public record Unreadable(int position, String annotation) implements Outcome {}

  /** Recomputes calculations in the order of the text, up to the first that is not right. */
  public static Outcome check(String solution) {
    Matcher annotations = ANNOTATION.matcher(solution);
    int calculations = 0;
    while (annotations.find()) {
      String annotation = annotations.group(1);
      String plain = ExactArithmetic.withoutThousandsSeparators(annotation);
      int equals = plain.lastIndexOf('=');
      String calculation = plain.substring(0, Math.max(equals, 0)).strip();
      String found = plain.substring(equals + 1).strip();
      try {
        BigFraction expected = ExactArithmetic.compute(calculation);
        if (!agrees(expected, found)) {
          return new Wrong(annotations.start(), calculation, written(expected), found);
        }
      } catch (UnreadableException e) {
        return new Unreadable(annotations.start(), annotation);
      }
      calculations++;
    }
    return calculations == 0 ? new NoneNoted() : new AllRight(calculations);
  }

  private static boolean agrees(BigFraction expected, String found) throws UnreadableException {
    BigFraction noted = ExactArithmetic.compute(found);
    BigFraction distance = expected.subtract(noted).abs();
    if (distance.compareTo(expected.abs().multiply(FLOATING_POINT)) <= 0) {
      return true;
    }
    if (found.indexOf('.') < 0) {
      return false;
    }
    BigFraction unit = BigFraction.of(BigInteger.ONE, BigInteger.TEN.pow(decimals(found)));
    boolean cutOff = noted.abs().compareTo(expected.abs()) < 0 && distance.compareTo(unit) < 0;
    return cutOff || distance.compareTo(unit.divide(2)) <= 0;
  }

  private static int decimals(String number) {
    int count = 0;
    for (int i = number.indexOf('.') + 1; i < number.length(); i++) {
      count += Character.isDigit(number.charAt(i)) ? 1 : 0;
    }
    return count;
  }

  private static String written(BigFraction value) {
    return value.getDenominator().equals(BigInteger.ONE)
        ? value.getNumerator().toString()
        : value.getNumerator() + "/" + value.getDenominator();
  }
}
