package org.winnow.synth.optmath.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A linear sum in the making. Several terms of one variable become one, where the variable came
 * first; those that come to 0 are left out.
 */
public final class Sum {
  private final Map<String, Double> coefficients = new LinkedHashMap<>();

  /** Adds a variable. */
  public Sum plus(String variable) {
    return plus(1, variable);
  }

  /** Subtracts a variable. */
  public Sum minus(String variable) {
    return plus(-1, variable);
  }

  /** Adds a multiple of a variable. */
  public Sum plus(double coefficient, String variable) {
    coefficients.merge(variable, coefficient, Double::sum);
    return this;
  }

  /** Subtracts a multiple of a variable. */
  public Sum minus(double coefficient, String variable) {
    return plus(-coefficient, variable);
  }

  /**
   * The terms, in the order in which their variables came.
   *
   * @throws IllegalArgumentException if a coefficient is not finite
   */
  public List<Term> terms() {
    List<Term> terms = new ArrayList<>();
    for (Map.Entry<String, Double> entry : coefficients.entrySet()) {
      if (entry.getValue() != 0) {
        terms.add(new Term(entry.getValue(), entry.getKey()));
      }
    }
    return List.copyOf(terms);
  }
}
