package org.winnow.scorers.runtime;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.OptionalLong;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.checkpoint.RewardCheckpoint;

/**
 * A decoder with a head of one row, which looks at the last token.
 *
 * <pre>
 * logit = w . h_t,  t the last position whose token is not padding
 * </pre>
 *
 * <p>h are the states after the last norm. One text at a time goes through the decoder, so that its
 * logit depends on nothing else. Safe for many threads.
 */
public final class LastTokenHead implements AutoCloseable {
  private final Decoder decoder;
  private final float[] weight;
  private final OptionalLong padToken;

  private LastTokenHead(Decoder decoder, float[] weight, OptionalLong padToken) {
    this.decoder = decoder;
    this.weight = weight;
    this.padToken = padToken;
  }

  /**
   * Loads a checkpoint's weights.
   *
   * @param manager owns the native memory; ownership is taken, and it is closed if this fails
   * @param positions longest text, in tokens
   * @param precision of the decoder's matrix products
   * @throws CheckpointException if a weight is not finite
   */
  public static LastTokenHead load(
      PtNDManager manager, RewardCheckpoint reward, int positions, Precision precision) {
    // The kernels of the output head are not used: one logit at once is enough.
    Decoder decoder = Decoder.load(manager, reward.checkpoint(), positions, 1, precision);
    try (PtNDManager scratch = decoder.newManager()) {
      float[] weight =
          Weights.values(scratch, decoder.kernels(), reward.checkpoint(), reward.score());
      return new LastTokenHead(decoder, weight, reward.padToken());
    } catch (RuntimeException e) {
      decoder.close();
      throw e;
    }
  }

  /**
   * The logit of one text.
   *
   * @param ids its tokens, at least one and at most as many as there are positions
   */
  public double logit(long[] ids) {
    try (PtNDManager scratch = decoder.newManager()) {
      NDArray hidden = decoder.forward(scratch, scratch.create(ids, new Shape(1, ids.length)));
      float[] state = hidden.get(0).get(last(ids)).toFloatArray();
      double sum = 0;
      for (int i = 0; i < weight.length; i++) {
        sum += (double) weight[i] * state[i];
      }
      return sum;
    }
  }

  /** The last position that is not padding; the first one if all are. */
  private int last(long[] ids) {
    int at = ids.length - 1;
    while (at > 0 && padToken.isPresent() && ids[at] == padToken.getAsLong()) {
      at--;
    }
    return at;
  }

  @Override
  public void close() {
    decoder.close();
  }
}
