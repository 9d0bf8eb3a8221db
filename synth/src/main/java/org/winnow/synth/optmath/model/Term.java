package org.winnow.synth.optmath.model;

/**
 * One variable of a sum with its factor.
 *
 * @param coefficient finite and not 0
 * @param variable its name
 */
public record Term(double coefficient, String variable) {
  public Term {
    Names.checked(variable, "term");
    if (coefficient == 0 || !Double.isFinite(coefficient)) {
      throw new IllegalArgumentException(
          "term of "
              + variable
              + ": expected a finite coefficient other than 0, found "
              + coefficient);
    }
  }
}
