package org.winnow.synth.optmath.model;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Numbers as they are written: the fewest digits that read back to the same double. */
public final class NumberText {
  /** 17 significant digits tell any two doubles apart. */
  private static final int ENOUGH_DIGITS = 17;

  private NumberText() {}

  /**
   * A number's text: plain, as in {@code 0.25} and {@code 1200}, or with an exponent below 0.00001
   * and from 10^16 on, as in {@code 1E+16}.
   *
   * @param value finite; the text of -0.0 is {@code 0}
   */
  public static String of(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("expected a finite number, found " + value);
    }
    if (value == 0) {
      return "0";
    }
    BigDecimal shortest = shortest(value).stripTrailingZeros();
    int exponent = shortest.precision() - shortest.scale() - 1;
    return exponent >= -5 && exponent <= 15 ? shortest.toPlainString() : shortest.toString();
  }

  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int digits = 1; digits < ENOUGH_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded;
      }
    }
    return exact.round(new MathContext(ENOUGH_DIGITS, RoundingMode.HALF_EVEN));
  }
}
