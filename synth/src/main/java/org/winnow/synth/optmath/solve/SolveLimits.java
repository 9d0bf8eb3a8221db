package org.winnow.synth.optmath.solve;

import java.time.Duration;

/**
 * When a solver gives up.
 *
 * @param nodes most nodes of the search tree, at least 1; counts work, so that the outcome does not
 *     depend on the machine
 * @param time longest time; which models exceed it depends on the machine, so it should be generous
 */
public record SolveLimits(int nodes, Duration time) {
  /** 20,000 nodes and one minute. */
  public static final SolveLimits STANDARD = new SolveLimits(20_000, Duration.ofMinutes(1));

  public SolveLimits {
    if (nodes < 1) {
      throw new IllegalArgumentException("nodes must be >= 1, got " + nodes);
    }
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException("time must be longer than 0, got " + time);
    }
  }
}
