package org.winnow.pipelines.recipe;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A recipe's {@code expect}: what has to hold before a refreshed dataset is published. What is
 * empty is not looked at.
 *
 * @param minRows rows that are written at least
 * @param maxDrop percent of the parent's rows by which a version may be smaller, in [0, 100]
 * @param maxRejected percent of the rows read that may leave before writing, for whatever reason,
 *     in [0, 100]
 * @param maxDrift greatest distance between parent and new version over all rows, of any score, in
 *     [0, 1]
 * @param maxContamination percent of the rows that come to {@code decontaminate} that it may drop,
 *     in [0, 100]
 */
public record Expectations(
    OptionalLong minRows,
    Optional<BigDecimal> maxDrop,
    Optional<BigDecimal> maxRejected,
    OptionalDouble maxDrift,
    Optional<BigDecimal> maxContamination) {
  /** Nothing is expected. */
  public static final Expectations NONE =
      new Expectations(
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.empty(),
          Optional.empty());

  static Expectations read(RecipeNode node) {
    if (!node.isPresent() || !node.expectMapping("a mapping such as {min_rows: 1000}")) {
      return NONE;
    }
    node.allowKeys("min_rows", "max_drop", "max_rejected", "max_drift", "max_contamination");
    RecipeNode minRows = node.get("min_rows");
    return new Expectations(
        minRows.isPresent()
            ? OptionalLong.of(minRows.wholeOr(1, 1, Long.MAX_VALUE))
            : OptionalLong.empty(),
        percent(node.get("max_drop")),
        percent(node.get("max_rejected")),
        distance(node.get("max_drift")),
        percent(node.get("max_contamination")));
  }

  private static Optional<BigDecimal> percent(RecipeNode node) {
    return node.isPresent() ? Optional.of(node.percentOr(BigDecimal.ZERO)) : Optional.empty();
  }

  private static OptionalDouble distance(RecipeNode node) {
    if (!node.isPresent()) {
      return OptionalDouble.empty();
    }
    double distance = node.numberOr(0);
    if (distance < 0 || distance > 1) {
      node.problem("expected a distance from 0 to 1, found " + node.shown());
    }
    return OptionalDouble.of(distance);
  }
}
