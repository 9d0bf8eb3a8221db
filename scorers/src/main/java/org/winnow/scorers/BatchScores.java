package org.winnow.scorers;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Scores of a list of samples.
 *
 * @param columns names of the columns, as in {@link ScoringPlan#columns}
 * @param values double[column][row]; NaN in every column of an unscorable row, and where a score is
 *     not defined; finite elsewhere
 * @param unscorable by row, why it has no scores; in the order of rows
 */
@SuppressWarnings("ArrayRecordComponent")
public record BatchScores(
    List<String> columns, double[][] values, Map<Integer, Unscorable> unscorable) {
  public BatchScores {
    columns = List.copyOf(columns);
    unscorable = Collections.unmodifiableMap(new TreeMap<>(unscorable));
  }
}
