package org.winnow.scorers.train;

import java.util.Optional;
import org.winnow.scorers.runtime.LowRank;

/**
 * How a model is trained.
 *
 * @param epochs how often every sample is seen; from 1
 * @param batchSize samples of a step; from 1
 * @param learningRate the highest one; more than 0
 * @param warmupShare share of all steps in which the rate rises to that; in [0, 1)
 * @param weightDecay of matrices, for each step and unit of the rate; from 0
 * @param maxGradientNorm larger gradients are scaled down to this norm; more than 0
 * @param lowRank the update that is trained; empty for all weights
 * @param fromScratch whether to begin with drawn weights in place of the checkpoint's: gains 1,
 *     biases 0, matrices uniform with standard deviation 0.02
 * @param seed decides the order of samples, and drawn weights
 * @param saveEvery steps after which the state is saved to go on from; from 1
 */
public record TrainingOptions(
    int epochs,
    int batchSize,
    double learningRate,
    double warmupShare,
    double weightDecay,
    double maxGradientNorm,
    Optional<LowRank> lowRank,
    boolean fromScratch,
    long seed,
    int saveEvery) {
  public TrainingOptions {
    check(epochs >= 1, "epochs must be >= 1, got " + epochs);
    check(batchSize >= 1, "batch_size must be >= 1, got " + batchSize);
    check(
        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
        "learning_rate must be > 0, got " + learningRate);
    check(warmupShare >= 0 && warmupShare < 1, "warmup must be in [0, 1), got " + warmupShare);
    check(
        weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY,
        "weight_decay must be >= 0, got " + weightDecay);
    check(maxGradientNorm > 0, "max_gradient_norm must be > 0, got " + maxGradientNorm);
    check(
        !fromScratch || lowRank.isEmpty(),
        "low_rank changes the weights of a checkpoint: not together with from_scratch");
    check(saveEvery >= 1, "save_every must be >= 1, got " + saveEvery);
  }

  /** The same with another order of samples. */
  public TrainingOptions withSeed(long other) {
    return new TrainingOptions(
        epochs,
        batchSize,
        learningRate,
        warmupShare,
        weightDecay,
        maxGradientNorm,
        lowRank,
        fromScratch,
        other,
        saveEvery);
  }

  /** Steps of an epoch of that many samples: its last batch may be smaller. */
  long stepsPerEpoch(long samples) {
    return (samples + batchSize - 1) / batchSize;
  }

  /** Steps of a whole training on that many samples. */
  public long steps(long samples) {
    return stepsPerEpoch(samples) * epochs;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  /**
   * The learning rate of a step: a linear rise from 0, then half a cosine down to 0. The first step
   * of a rise has rate 0, as Hugging Face has it.
   *
   * @param step from 0
   * @param steps of the whole training
   */
  double rate(long step, long steps) {
    long warmup = (long) Math.ceil(warmupShare * steps);
    if (step < warmup) {
      return learningRate * step / warmup;
    }
    double way = (double) (step - warmup) / Math.max(1, steps - warmup);
    return learningRate * 0.5 * (1 + StrictMath.cos(Math.PI * way));
  }
}
