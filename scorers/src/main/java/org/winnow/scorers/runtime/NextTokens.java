package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;

/** What a decoder expects to follow some sequences; holds native memory until it is closed. */
public final class NextTokens implements AutoCloseable {
  private final PtNDManager manager;
  private final NDArray logits;
  private final long[] mostLikely;

  NextTokens(PtNDManager manager, NDArray logits, long[] mostLikely) {
    this.manager = manager;
    this.logits = logits;
    this.mostLikely = mostLikely;
  }

  /**
   * The most likely token behind a sequence, of equals the one with the smallest id.
   *
   * @throws IllegalStateException if the largest logit is not finite, or one is NaN
   */
  public int mostLikely(int sequence) {
    if (mostLikely[sequence] < 0) {
      throw new IllegalStateException("expected finite logits, found none or NaN as the largest");
    }
    return (int) mostLikely[sequence];
  }

  /** The logit of every token behind a sequence. */
  public float[] logits(int sequence) {
    try (NDArray row = logits.get(sequence)) {
      return row.toFloatArray();
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
