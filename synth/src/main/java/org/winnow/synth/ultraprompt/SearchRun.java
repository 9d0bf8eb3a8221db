package org.winnow.synth.ultraprompt;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of some trees.
 *
 * @param trees in the order in which they were given
 * @param paused by seed id, why a tree has not ended: a budget is spent, for example; sorted. A
 *     tree that was not begun has the reason that stopped the others
 */
public record SearchRun(List<SearchTree> trees, Map<String, StepFailure> paused) {
  public SearchRun {
    trees = List.copyOf(trees);
    paused = Collections.unmodifiableSortedMap(new TreeMap<>(paused));
  }
}
