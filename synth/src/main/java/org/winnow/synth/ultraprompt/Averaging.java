package org.winnow.synth.ultraprompt;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How the value Q of a node follows from the rewards in its subtree. */
public enum Averaging {
  /**
   * As published: {@code Q(x) = mean of (mean reward of x, Q of each child of x)}. A child counts
   * as much as x itself, however large the subtree below it.
   */
  @JsonProperty("mean_of_means")
  MEAN_OF_MEANS,
  /** The mean, over all visits that ended in the subtree, of the mean reward where they ended. */
  @JsonProperty("by_visits")
  BY_VISITS
}
