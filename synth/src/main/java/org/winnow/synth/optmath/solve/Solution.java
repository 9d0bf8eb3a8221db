package org.winnow.synth.optmath.solve;

import java.util.List;

/**
 * Values that satisfy a model.
 *
 * @param objective the objective at these values, with its constant
 * @param values one for each variable, in the model's order; whole where the variable is
 */
public record Solution(double objective, List<Double> values) {
  public Solution {
    values = List.copyOf(values);
  }
}
