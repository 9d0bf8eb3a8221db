package org.winnow.transforms.select;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The exact sum of non-negative doubles, rounded once at the end.
 *
 * <p>Floating-point addition depends on its order, and the order of a distributed sum is not fixed.
 * This sum keeps every bit, as one long binary number in limbs of 32 bits, so that it is the same
 * for every order, grouping and parallelism.
 */
final class ExactSum {
  /** Value of the lowest bit of limb 0 is 2^-1074, the smallest double. */
  private static final int LOWEST_EXPONENT = -1074;

  private static final int LIMB_BITS = 32;
  private static final long LIMB_MASK = 0xFFFF_FFFFL;
  private static final int LIMBS = (1074 + 1024 + 64) / LIMB_BITS + 2;
  private static final int MANTISSA_BITS = 52;

  /** Additions after which limbs are normalised, well before one can overflow. */
  private static final int MAX_PENDING = 1 << 28;

  private final long[] limbs;
  private int pending;

  private ExactSum(long[] limbs) {
    this.limbs = limbs;
  }

  /** The empty sum. */
  static ExactSum zero() {
    return new ExactSum(new long[LIMBS]);
  }

  /** A sum from what {@link #limbs} gave. */
  static ExactSum ofLimbs(long[] limbs) {
    return new ExactSum(limbs.clone());
  }

  /**
   * Adds one number.
   *
   * @param value finite and not negative
   */
  void add(double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("expected a finite number >= 0, got " + value);
    }
    long bits = Double.doubleToLongBits(value + 0.0);
    int exponent = (int) (bits >>> MANTISSA_BITS);
    long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
    int shift = 0;
    if (exponent > 0) {
      mantissa |= 1L << MANTISSA_BITS;
      shift = exponent - 1;
    }
    int limb = shift / LIMB_BITS;
    int offset = shift % LIMB_BITS;
    long low = (mantissa & LIMB_MASK) << offset;
    long high = (mantissa >>> LIMB_BITS) << offset;
    limbs[limb] += low & LIMB_MASK;
    limbs[limb + 1] += (low >>> LIMB_BITS) + (high & LIMB_MASK);
    limbs[limb + 2] += high >>> LIMB_BITS;
    if (++pending == MAX_PENDING) {
      normalise();
    }
  }

  /** Adds another sum. */
  void add(ExactSum other) {
    normalise();
    other.normalise();
    for (int i = 0; i < LIMBS; i++) {
      limbs[i] += other.limbs[i];
    }
    normalise();
  }

  /** The digits of the sum in base 2^32, least significant first; equal sums have equal limbs. */
  long[] limbs() {
    normalise();
    return limbs.clone();
  }

  /** The double nearest to the exact sum. */
  double value() {
    normalise();
    BigInteger sum = BigInteger.ZERO;
    for (int i = LIMBS - 1; i >= 0; i--) {
      sum = sum.shiftLeft(LIMB_BITS).add(BigInteger.valueOf(limbs[i]));
    }
    // sum / 2^1074 = sum * 5^1074 / 10^1074, which is exact in decimal
    return new BigDecimal(
            sum.multiply(BigInteger.valueOf(5).pow(-LOWEST_EXPONENT)), -LOWEST_EXPONENT)
        .doubleValue();
  }

  private void normalise() {
    long carry = 0;
    for (int i = 0; i < LIMBS; i++) {
      long sum = limbs[i] + carry;
      limbs[i] = sum & LIMB_MASK;
      carry = sum >>> LIMB_BITS;
    }
    pending = 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ExactSum that && Arrays.equals(limbs(), that.limbs());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(limbs());
  }
}
