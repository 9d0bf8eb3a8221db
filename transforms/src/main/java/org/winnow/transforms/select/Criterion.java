package org.winnow.transforms.select;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * One score column that a ranking looks at.
 *
 * @param column name of the score column
 * @param goal whether high or low values are wanted
 * @param weight relative importance; above 0, finite
 */
public record Criterion(String column, Goal goal, double weight) implements Serializable {
  /** What is wanted of a column. */
  public enum Goal {
    MAXIMIZE,
    MINIMIZE
  }

  public Criterion {
    requireNonNull(column, "column is null");
    requireNonNull(goal, "goal is null");
    if (!(weight > 0) || Double.isInfinite(weight)) {
      throw new IllegalArgumentException(
          "weight of " + column + " must be > 0 and finite, got " + weight);
    }
  }
}
