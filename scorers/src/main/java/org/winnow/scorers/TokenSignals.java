package org.winnow.scorers;

/**
 * What the model says about each scored token of one sample; at least one.
 *
 * @param crossEntropy loss in nats
 * @param entropy of the prediction, in nats
 * @param squaredError squared Euclidean distance between the predicted distribution and the token,
 *     in [0, 2); zeros unless a scorer needs it
 * @param endsSentence whether a sentence of the response ends with the token
 * @param textBytes bytes of response text that all scored tokens stand for, in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent")
public record TokenSignals(
    double[] crossEntropy,
    double[] entropy,
    double[] squaredError,
    boolean[] endsSentence,
    long textBytes) {
  /** Number of scored tokens. */
  public int count() {
    return crossEntropy.length;
  }

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
