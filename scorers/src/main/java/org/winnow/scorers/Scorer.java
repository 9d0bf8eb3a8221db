package org.winnow.scorers;

import java.util.List;
import java.util.Set;

/** One score, configured. Stateless: many threads call it at once. */
public interface Scorer {
  /** What the engine must compute; the engine computes the union over all scorers once. */
  Set<Need> needs();

  /** Gradient sketches that the engine must compute; needs {@link Need#LAYER_GRADIENTS} too. */
  default Set<SketchKey> sketches() {
    return Set.of();
  }

  /** Checkpoints that the scorer compares the recipe's model with, by name. */
  default List<String> otherCheckpoints() {
    return List.of();
  }

  /**
   * One value for each of the scorer's columns, in order; NaN where a score is not defined for this
   * sample, which becomes null. Signals are finite, so any other value is, too.
   */
  double[] score(SampleSignals signals);
}
