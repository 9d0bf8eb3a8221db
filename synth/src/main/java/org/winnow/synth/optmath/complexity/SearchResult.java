package org.winnow.synth.optmath.complexity;

import java.util.List;
import java.util.Optional;
import org.winnow.synth.optmath.problems.ParameterRanges;

/**
 * How a search ended.
 *
 * @param ranges the first ones that were accepted, if any
 * @param trials all choices, in order
 */
public record SearchResult(Optional<ParameterRanges> ranges, List<SearchTrial> trials) {
  public SearchResult {
    trials = List.copyOf(trials);
  }
}
