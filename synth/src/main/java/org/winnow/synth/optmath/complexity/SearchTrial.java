package org.winnow.synth.optmath.complexity;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One choice of parameters in a search.
 *
 * @param factor by which the default sizes were multiplied
 * @param meanScore the mean complexity of the instances, also of those that have no optimum
 * @param outcomes how many instances had which outcome, up to the one with which too many were not
 *     solved; empty if the score was not in the tier, and none was tried
 */
public record SearchTrial(double factor, double meanScore, SortedMap<String, Integer> outcomes) {
  public SearchTrial {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
  }
}
