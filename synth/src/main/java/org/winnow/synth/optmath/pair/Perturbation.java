package org.winnow.synth.optmath.pair;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.winnow.synth.optmath.NumberCoverage;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;

/**
 * One number of a problem replaced by another, wherever a model has it: as coefficient, right side,
 * finite bound or constant, with either sign. Names and order of variables and rows do not matter,
 * so the same change can be made in models that were written by different hands.
 *
 * @param from size of the number, not 0 or 1
 * @param to size of the number that takes its place; neither model has it
 */
record Perturbation(double from, double to) {
  /** How much greater the new number is, as a part of the old one. */
  private static final double STEP = 0.125;

  /**
   * A number made greater by an eighth, or by as little more as makes it new to both models; a
   * whole number stays whole.
   */
  static Perturbation of(double from, Model one, Model other) {
    SortedSet<Double> first = NumberCoverage.numbers(one);
    SortedSet<Double> second = NumberCoverage.numbers(other);
    boolean isWhole = from == Math.rint(from);
    double step = isWhole ? 1 : from * STEP;
    double to = from + (isWhole ? Math.ceil(from * STEP) : step);
    while (first.contains(to) || second.contains(to)) {
      to += step;
    }
    return new Perturbation(from, to);
  }

  /** The model with the other number; empty if that leaves no value to one of its variables. */
  Optional<Model> in(Model model) {
    if (model.variables().stream().anyMatch(v -> value(v.lower()) > value(v.upper()))) {
      return Optional.empty();
    }
    return Optional.of(
        new Model(
            model.sense(),
            terms(model.objective()),
            value(model.constant()),
            model.variables().stream()
                .map(v -> new Variable(v.name(), v.type(), value(v.lower()), value(v.upper())))
                .toList(),
            model.rows().stream()
                .map(
                    row ->
                        new Row(
                            row.name(), terms(row.terms()), row.relation(), value(row.rightSide())))
                .toList()));
  }

  private List<Term> terms(List<Term> terms) {
    return terms.stream()
        .map(term -> new Term(value(term.coefficient()), term.variable()))
        .toList();
  }

  private double value(double number) {
    return Math.abs(number) == from ? Math.copySign(to, number) : number;
  }
}
