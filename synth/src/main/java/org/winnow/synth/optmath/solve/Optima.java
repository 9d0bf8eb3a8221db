package org.winnow.synth.optmath.solve;

/** When two optima count as one. */
public final class Optima {
  /** Greatest relative difference, as in the paper. */
  public static final double TOLERANCE = 1e-6;

  private Optima() {}

  /** Whether |a - b| / (|b| + 1) is at most 10^-6. Neither rounding nor percentages. */
  public static boolean agree(double a, double b) {
    return Math.abs(a - b) <= TOLERANCE * (Math.abs(b) + 1);
  }
}
