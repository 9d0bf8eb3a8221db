package org.winnow.scorers;

import java.util.Optional;

/**
 * What the model found out about one sample.
 *
 * @param crossEntropy loss of each scored token in nats; at least one
 * @param entropy entropy of the prediction for each scored token in nats
 * @param head the output head's gradient; present if a scorer needs it
 * @param layers the projections' gradients; present if a scorer needs them
 */
@SuppressWarnings("ArrayRecordComponent")
public record SampleSignals(
    double[] crossEntropy,
    double[] entropy,
    Optional<HeadGradient> head,
    Optional<LayerGradients> layers) {

  /** Mean loss in nats. */
  public double meanLoss() {
    return mean(crossEntropy);
  }

  /** Mean entropy in nats. */
  public double meanEntropy() {
    return mean(entropy);
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }
}
