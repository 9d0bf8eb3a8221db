package org.winnow.scorers;

import java.util.Set;

/** One score, configured. Stateless: many threads call it at once. */
public interface Scorer {
  /** What the engine must compute; the engine computes the union over all scorers once. */
  Set<Need> needs();

  /**
   * One value for each of the scorer's columns, in order; NaN where a score is not defined for this
   * sample, which becomes null. Signals are finite, so any other value is, too.
   */
  double[] score(SampleSignals signals);
}
