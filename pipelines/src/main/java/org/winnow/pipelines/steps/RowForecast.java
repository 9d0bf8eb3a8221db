package org.winnow.pipelines.steps;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * How many rows of each domain a step is expected to leave.
 *
 * @param isExact whether the numbers follow from the incoming ones alone
 * @param rowsAfter rows by domain after the step, from the rows by domain before it
 */
public record RowForecast(boolean isExact, UnaryOperator<Map<String, Long>> rowsAfter) {
  /** For a step that leaves all rows, or loses only what cannot be known before. */
  static RowForecast unchanged(boolean isExact) {
    return new RowForecast(isExact, UnaryOperator.identity());
  }

  /** The rows by domain after the step. */
  public Map<String, Long> after(Map<String, Long> before) {
    return rowsAfter.apply(before);
  }
}
