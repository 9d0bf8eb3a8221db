package org.winnow.synth.optmath.complexity;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.winnow.synth.optmath.problems.ParameterRanges;

/**
 * Ranges and the instances that they give.
 *
 * @param ranges of the class's parameters
 * @param meanScore the mean complexity of the instances
 * @param spread the standard deviation of the complexity, over all instances
 * @param outcomes how many instances had which outcome; empty if the score was not in the tier, and
 *     none was tried
 */
public record MeasuredRanges(
    ParameterRanges ranges, double meanScore, double spread, SortedMap<String, Integer> outcomes) {
  public MeasuredRanges {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
  }
}
