package org.winnow.scorers.runtime;

/**
 * Trains a low-rank update of q, k, v and o in place of all weights (LoRA, Hu et al., 2022): {@code
 * W + alpha / rank B A}, with A [rank, in] drawn uniformly within {@code 1 / sqrt(in)} and B [out,
 * rank] of zeros.
 *
 * @param rank from 1
 * @param alpha scale of the update; more than 0
 * @param seed decides the draws
 */
public record LowRank(int rank, double alpha, long seed) {
  public LowRank {
    if (rank < 1) {
      throw new IllegalArgumentException("rank must be >= 1, got " + rank);
    }
    if (!(alpha > 0) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException("alpha must be > 0, got " + alpha);
    }
  }
}
