package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;

/**
 * Generation without anything kept: every token costs a pass over the whole sequence. Slow and
 * obvious: tests hold {@link StepwiseDecoder} against it and benchmarks compare with it; nothing
 * else uses it. Safe for many threads.
 */
public final class WholeSequenceTwin {
  private final Decoder decoder;

  /** Runs that decoder, which stays the caller's. */
  public WholeSequenceTwin(Decoder decoder) {
    this.decoder = decoder;
  }

  /** What follows a sequence of at least one token; the caller closes it. */
  public NextTokens next(long[] tokens) {
    PtNDManager kept = decoder.newManager();
    try (PtNDManager scratch = decoder.newManager()) {
      NDArray ids = scratch.create(tokens, new Shape(1, tokens.length));
      NDArray hidden = decoder.forward(scratch, ids);
      NDArray last = hidden.get(0).get((tokens.length - 1) + ":" + tokens.length);
      NDArray logits =
          decoder
              .kernels()
              .call(kept, "all_logits", Kernels.of(last), Kernels.of(decoder.head()))
              .get(0);
      long[] best =
          decoder.kernels().call(scratch, "most_likely", Kernels.of(logits)).get(0).toLongArray();
      return new NextTokens(kept, logits, best);
    } catch (RuntimeException e) {
      kept.close();
      throw e;
    }
  }
}
