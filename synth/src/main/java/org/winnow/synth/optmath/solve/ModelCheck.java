package org.winnow.synth.optmath.solve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;

/** Holds models against what solvers can compute with, and solvers' values against models. */
final class ModelCheck {
  /** Greatest number in a model; solvers work in doubles with tolerances of about 10^-6. */
  private static final double LARGEST = 1e15;

  /** Most variables, and most rows. */
  private static final int MOST = 1_000_000;

  /** How far values may be off: whole numbers, and rows for each unit of their terms. */
  private static final double TOLERANCE = 1e-6;

  /** How far a row may be off in any case: large terms may not hide a unit. */
  private static final double MOST_SLACK = 1e-3;

  private ModelCheck() {}

  /** Why a model is not given to a solver, if so. */
  static Optional<String> refusal(Model model) {
    if (model.variables().isEmpty()) {
      return Optional.of("expected at least one variable");
    }
    if (model.variables().size() > MOST || model.rows().size() > MOST) {
      return Optional.of("expected at most " + MOST + " variables and rows");
    }
    for (Variable variable : model.variables()) {
      for (double bound : new double[] {variable.lower(), variable.upper()}) {
        if (!Double.isInfinite(bound) && Math.abs(bound) > LARGEST) {
          return tooLarge("bound of " + variable.name(), bound);
        }
      }
    }
    if (Math.abs(model.constant()) > LARGEST) {
      return tooLarge("constant of the objective", model.constant());
    }
    for (Row row : model.rows()) {
      if (Math.abs(row.rightSide()) > LARGEST) {
        return tooLarge("right side of row " + row.name(), row.rightSide());
      }
      for (Term term : row.terms()) {
        if (isTooLarge(term)) {
          return tooLarge(term.variable() + " in row " + row.name(), term.coefficient());
        }
      }
    }
    return model.objective().stream()
        .filter(ModelCheck::isTooLarge)
        .findFirst()
        .flatMap(term -> tooLarge(term.variable() + " in the objective", term.coefficient()));
  }

  private static boolean isTooLarge(Term term) {
    double size = Math.abs(term.coefficient());
    return size > LARGEST || size < 1 / LARGEST;
  }

  private static Optional<String> tooLarge(String where, double number) {
    return Optional.of(
        where + ": expected a size from " + 1 / LARGEST + " to " + LARGEST + ", found " + number);
  }

  /**
   * A solver's values as a solution: whole numbers are made whole, bounds are kept, and the
   * objective is computed anew.
   *
   * @param found one value for each variable, in order
   * @return empty if the values do not satisfy the model
   */
  static Optional<Solution> solution(Model model, double[] found) {
    List<Double> values = new ArrayList<>();
    Map<String, Double> byName = new HashMap<>();
    for (int i = 0; i < found.length; i++) {
      Variable variable = model.variables().get(i);
      double value = variable.isWhole() ? Math.rint(found[i]) : found[i];
      value = Math.max(variable.lower(), Math.min(variable.upper(), value)) + 0.0;
      double scale = variable.isWhole() ? 1 : Math.max(1, Math.abs(value));
      if (!(Math.abs(value - found[i]) <= TOLERANCE * scale)) {
        return Optional.empty();
      }
      values.add(value);
      byName.put(variable.name(), value);
    }
    for (Row row : model.rows()) {
      if (!holds(row, byName)) {
        return Optional.empty();
      }
    }
    return Optional.of(new Solution(total(model.objective(), byName) + model.constant(), values));
  }

  /** Whether bounds of variables alone keep the objective from growing without end. */
  static boolean hasBoundedObjective(Model model) {
    Map<String, Variable> byName = new HashMap<>();
    model.variables().forEach(variable -> byName.put(variable.name(), variable));
    for (Term term : model.objective()) {
      Variable variable = byName.get(term.variable());
      boolean wantsMore = (term.coefficient() > 0) == (model.sense() == Sense.MAXIMIZE);
      if (variable == null || Double.isInfinite(wantsMore ? variable.upper() : variable.lower())) {
        return false;
      }
    }
    return true;
  }

  private static boolean holds(Row row, Map<String, Double> values) {
    double scale = Math.max(1, Math.abs(row.rightSide()));
    for (Term term : row.terms()) {
      scale = Math.max(scale, Math.abs(term.coefficient() * value(values, term)));
    }
    double excess = total(row.terms(), values) - row.rightSide();
    double slack = Math.min(MOST_SLACK, TOLERANCE * scale);
    return switch (row.relation()) {
      case LESS_OR_EQUAL -> excess <= slack;
      case EQUAL -> Math.abs(excess) <= slack;
      case GREATER_OR_EQUAL -> excess >= -slack;
    };
  }

  private static double total(List<Term> terms, Map<String, Double> values) {
    double total = 0;
    for (Term term : terms) {
      total += term.coefficient() * value(values, term);
    }
    return total;
  }

  private static double value(Map<String, Double> values, Term term) {
    return values.getOrDefault(term.variable(), Double.NaN);
  }
}
