package org.winnow.synth.optmath.model;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * A linear constraint.
 *
 * @param name as {@link Names} has it
 * @param terms its left side; may be empty, and then stands for 0
 * @param relation how the sides compare
 * @param rightSide finite
 */
public record Row(String name, List<Term> terms, Relation relation, double rightSide) {
  public Row {
    Names.checked(name, "row");
    terms = List.copyOf(terms);
    requireNonNull(relation, "relation is null");
    rightSide += 0.0; // makes -0.0 to 0.0, as it is written
    if (!Double.isFinite(rightSide)) {
      throw new IllegalArgumentException(
          "row " + name + ": expected a finite right side, found " + rightSide);
    }
  }
}
