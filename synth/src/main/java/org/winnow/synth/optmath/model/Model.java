package org.winnow.synth.optmath.model;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A mixed-integer linear model.
 *
 * <p>Names are unique, each term names a variable of the model, and no sum has a variable twice.
 * Order is part of the model and kept.
 *
 * @param sense whether the objective shall be small or large
 * @param objective its terms; may be empty
 * @param constant what the objective adds to its terms; finite
 * @param variables the unknowns
 * @param rows the constraints
 */
public record Model(
    Sense sense, List<Term> objective, double constant, List<Variable> variables, List<Row> rows) {
  public Model {
    requireNonNull(sense, "sense is null");
    objective = List.copyOf(objective);
    variables = List.copyOf(variables);
    rows = List.copyOf(rows);
    constant += 0.0; // makes -0.0 to 0.0, as it is written
    if (!Double.isFinite(constant)) {
      throw new IllegalArgumentException(
          "objective: expected a finite constant, found " + constant);
    }
    Set<String> known = new HashSet<>();
    for (Variable variable : variables) {
      if (!known.add(variable.name())) {
        throw new IllegalArgumentException("variable " + variable.name() + " is there twice");
      }
    }
    check(objective, known, "objective");
    Set<String> rowNames = new HashSet<>();
    for (Row row : rows) {
      if (!rowNames.add(row.name())) {
        throw new IllegalArgumentException("row " + row.name() + " is there twice");
      }
      check(row.terms(), known, "row " + row.name());
    }
  }

  private static void check(List<Term> terms, Set<String> known, String where) {
    Set<String> met = new HashSet<>();
    for (Term term : terms) {
      if (!known.contains(term.variable())) {
        throw new IllegalArgumentException(
            where + ": expected variables of the model, found " + term.variable());
      }
      if (!met.add(term.variable())) {
        throw new IllegalArgumentException(where + ": " + term.variable() + " is there twice");
      }
    }
  }
}
