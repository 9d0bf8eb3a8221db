package org.winnow.synth.rule;

import java.math.BigInteger;
import org.apache.commons.numbers.fraction.BigFraction;

/** Draws a number like another one: as round, and from half to twice as large. */
final class NumberDraw {
  private static final BigFraction TEN = BigFraction.of(10);

  private NumberDraw() {}

  /**
   * The draw.
   *
   * @param value positive; not positive ones stay as they are
   * @param bits at least 62 uniform bits, not negative
   */
  static BigFraction like(BigFraction value, long bits) {
    if (value.signum() <= 0) {
      return value;
    }
    BigFraction step = step(value);
    BigInteger units = value.divide(step).getNumerator();
    // units/2 .. 2*units, at least two
    BigInteger least = units.add(BigInteger.ONE).divide(BigInteger.TWO).max(BigInteger.TWO);
    BigInteger most = units.multiply(BigInteger.TWO);
    if (most.compareTo(least) <= 0) {
      return value;
    }
    BigInteger choices = most.subtract(least).add(BigInteger.ONE);
    return step.multiply(least.add(BigInteger.valueOf(bits).mod(choices)));
  }

  /** What the value is a small multiple of: 1 for 12, 5 for 25, 100 for 1500, 0.05 for 0.35. */
  private static BigFraction step(BigFraction value) {
    BigFraction step = BigFraction.ONE;
    while (!isMultiple(value, step)) {
      step = step.divide(TEN);
    }
    while (isMultiple(value, step.multiply(TEN))
        && value.compareTo(step.multiply(TEN).multiply(4)) >= 0) {
      step = step.multiply(TEN);
    }
    BigFraction five = step.multiply(5);
    return isMultiple(value, five) && value.compareTo(five.multiply(2)) >= 0 ? five : step;
  }

  private static boolean isMultiple(BigFraction value, BigFraction step) {
    return value.divide(step).getDenominator().equals(BigInteger.ONE);
  }
}
