package org.winnow.scorers;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;

/**
 * One column of numbers that a scorer makes.
 *
 * @param name {@code scorer.quantity}, unique among all scorers
 * @param unit what 1 means
 * @param direction which end the source recommends keeping
 * @param description one sentence
 */
public record ScoreColumn(String name, String unit, Direction direction, String description)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public ScoreColumn {
    requireNonNull(unit, "unit is null");
    requireNonNull(direction, "direction is null");
    requireNonNull(description, "description is null");
    if (!name.matches("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)+")) {
      throw new IllegalArgumentException("a column is named scorer.quantity, got '" + name + "'");
    }
  }
}
