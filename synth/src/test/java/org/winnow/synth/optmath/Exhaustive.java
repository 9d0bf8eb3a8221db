package org.winnow.synth.optmath;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;

/**
 * The optimum of a model of whole numbers, by trying every value of every variable. Slow and
 * obvious. Rows that cannot hold any more, whatever the values that are still open, are not
 * followed.
 */
public final class Exhaustive {
  private final Model model;
  private final Map<String, Integer> places = new HashMap<>();
  private final double[] values;
  private OptionalDouble best = OptionalDouble.empty();
  private long left = 5_000_000;

  private Exhaustive(Model model) {
    this.model = model;
    values = new double[model.variables().size()];
    for (Variable variable : model.variables()) {
      places.put(variable.name(), places.size());
    }
  }

  /** Whether all variables are whole and bounded. */
  public static boolean isFor(Model model) {
    return model.variables().stream()
        .allMatch(v -> v.isWhole() && Double.isFinite(v.upper() - v.lower()));
  }

  /** The best objective; empty if no values satisfy the model. */
  public static OptionalDouble optimum(Model model) {
    Exhaustive search = new Exhaustive(model);
    search.set(0);
    return search.best;
  }

  private void set(int index) {
    if (left-- < 0) {
      throw new IllegalStateException("expected a model that can be tried through");
    }
    if (!model.rows().stream().allMatch(row -> canHold(row, index))) {
      return;
    }
    if (index == values.length) {
      double objective = model.constant() + total(model.objective());
      boolean better =
          best.isEmpty()
              || (model.sense() == Sense.MINIMIZE
                  ? objective < best.getAsDouble()
                  : objective > best.getAsDouble());
      best = better ? OptionalDouble.of(objective) : best;
      return;
    }
    Variable variable = model.variables().get(index);
    for (double value = variable.lower(); value <= variable.upper(); value++) {
      values[index] = value;
      set(index + 1);
    }
  }

  /**
   * Whether the sum of a row can still come to its right side; variables from a place on are open.
   */
  private boolean canHold(Row row, int open) {
    double least = 0;
    double most = 0;
    for (Term term : row.terms()) {
      int place = place(term);
      Variable variable = model.variables().get(place);
      double low = term.coefficient() * (place < open ? values[place] : variable.lower());
      double high = term.coefficient() * (place < open ? values[place] : variable.upper());
      least += Math.min(low, high);
      most += Math.max(low, high);
    }
    return switch (row.relation()) {
      case LESS_OR_EQUAL -> least <= row.rightSide() + 1e-9;
      case EQUAL -> least <= row.rightSide() + 1e-9 && most >= row.rightSide() - 1e-9;
      case GREATER_OR_EQUAL -> most >= row.rightSide() - 1e-9;
    };
  }

  private double total(List<Term> terms) {
    return terms.stream().mapToDouble(t -> t.coefficient() * values[place(t)]).sum();
  }

  private int place(Term term) {
    return places.getOrDefault(term.variable(), -1);
  }
}
