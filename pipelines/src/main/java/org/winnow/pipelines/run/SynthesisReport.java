package org.winnow.pipelines.run;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a method made, for a person to read.
 *
 * @param table lines of a table
 * @param made new items
 * @param origin what they were made of, such as {@code 6 seeds}
 * @param end why there are no more, in snake_case
 * @param budgetSpent whether a budget was the reason
 */
public record SynthesisReport(
    List<String> table, int made, String origin, String end, boolean budgetSpent) {
  public SynthesisReport {
    table = List.copyOf(table);
  }

  /** The same with more lines in its table. */
  SynthesisReport with(List<String> lines) {
    return new SynthesisReport(
        Stream.concat(table.stream(), lines.stream()).toList(), made, origin, end, budgetSpent);
  }
}
