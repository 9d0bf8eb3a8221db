package org.winnow.synth.optmath.model;

import static java.util.Objects.requireNonNull;

/**
 * An unknown of a model.
 *
 * @param name as {@link Names} has it
 * @param type which numbers it takes
 * @param lower its least value, or negative infinity, which is what -10^20 and below stand for
 * @param upper its greatest value, or infinity, which is what 10^20 and above stand for, as in all
 *     solvers' files; the bounds of {@link VariableType#BINARY} are 0 and 1, so that a fixed one is
 *     an integer
 */
public record Variable(String name, VariableType type, double lower, double upper) {
  /** From here on a bound stands for none. */
  private static final double ENDLESS = 1e20;

  public Variable {
    Names.checked(name, "variable");
    requireNonNull(type, "type is null");
    lower = lower <= -ENDLESS ? Double.NEGATIVE_INFINITY : lower + 0.0; // -0.0 is written as 0.0
    upper = upper >= ENDLESS ? Double.POSITIVE_INFINITY : upper + 0.0;
    if (!(lower <= upper)
        || lower == Double.POSITIVE_INFINITY
        || upper == Double.NEGATIVE_INFINITY) {
      throw new IllegalArgumentException(
          "variable "
              + name
              + ": expected a lower bound that is not above the upper one, found "
              + lower
              + " and "
              + upper);
    }
    if (type == VariableType.BINARY && (lower != 0 || upper != 1)) {
      throw new IllegalArgumentException(
          "variable "
              + name
              + ": expected 0 and 1 for a binary one, found "
              + lower
              + ", "
              + upper);
    }
  }

  /** A variable that is 0 or 1. */
  public static Variable binary(String name) {
    return new Variable(name, VariableType.BINARY, 0, 1);
  }

  /** Whether it takes whole numbers only. */
  public boolean isWhole() {
    return type != VariableType.CONTINUOUS;
  }

  /** Whether it takes 0 and 1 only, by its type or by its bounds. */
  public boolean isZeroOrOne() {
    return isWhole() && lower >= 0 && upper <= 1;
  }
}
