package org.winnow.scorers;

import java.util.List;
import java.util.Set;

/**
 * Scores how well the model predicts the response, and how sure it is.
 *
 * <pre>
 * loss          = mean over response tokens R of -ln p_t[y_t]
 * perplexity    = exp(loss)
 * entropy       = mean over R of H_t,  H_t = -sum over v of p_t[v] ln p_t[v]
 * max_nll       = max over R of -ln p_t[y_t]
 * max_entropy   = max over R of H_t
 * bits_per_byte = sum over R of -log2 p_t[y_t], over the bytes of the response in UTF-8
 * sentence_*    = the same maximum or mean within each sentence, then the mean over sentences
 * </pre>
 *
 * <p>Perplexity in the middle of its range is the usual choice for keeping: Marion et al., When
 * Less is More, arXiv 2309.04564. The uncertainty measures, by sentence, are the single-inference
 * ones of Look Before You Leap, arXiv 2307.10236; they are high where the model is uncertain. A
 * sentence ends with a token that ends with a mark of punctuation or holds a line feed.
 */
public final class LossScorer implements Scorer {
  private static final String NATS = "nats per response token";

  /** Registration. */
  public static final ScorerType TYPE =
      new ScorerType(
          "loss",
          "How well the model predicts the response, and how sure it is.",
          "loss = mean over response tokens of -ln p[y]; perplexity = exp(loss)",
          "Marion et al., When Less is More, arXiv 2309.04564; Look Before You Leap, arXiv 2307.10236",
          List.of(),
          (options, decoder) ->
              List.of(
                  column("mean", NATS, "Mean cross-entropy of the response tokens."),
                  column(
                      "perplexity", "ratio, at least 1", "Exponential of the mean cross-entropy."),
                  column("entropy", NATS, "Mean entropy of the predictions."),
                  column("max_nll", "nats", "Largest loss of a response token."),
                  column("max_entropy", "nats", "Largest entropy of a prediction."),
                  column(
                      "bits_per_byte",
                      "bits per byte of text",
                      "Loss of the response over its length in UTF-8."),
                  column("sentence_max_nll", "nats", "Largest loss within a sentence, mean."),
                  column("sentence_mean_nll", "nats", "Mean loss within a sentence, mean."),
                  column(
                      "sentence_max_entropy", "nats", "Largest entropy within a sentence, mean."),
                  column("sentence_mean_entropy", "nats", "Mean entropy within a sentence, mean.")),
          options -> new LossScorer());

  private LossScorer() {}

  private static ScoreColumn column(String name, String unit, String description) {
    return new ScoreColumn("loss." + name, unit, Direction.NEUTRAL, description);
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FORWARD);
  }

  @Override
  public double[] score(SampleSignals signals) {
    TokenSignals tokens = signals.tokens();
    double loss = tokens.meanLoss();
    double bits = loss * tokens.count() / StrictMath.log(2);
    double[] losses = bySentence(tokens.crossEntropy(), tokens.endsSentence());
    double[] entropies = bySentence(tokens.entropy(), tokens.endsSentence());
    return new double[] {
      loss,
      StrictMath.exp(loss),
      tokens.meanEntropy(),
      max(tokens.crossEntropy()),
      max(tokens.entropy()),
      tokens.textBytes() == 0 ? Double.NaN : bits / tokens.textBytes(),
      losses[0],
      losses[1],
      entropies[0],
      entropies[1]
    };
  }

  private static double max(double[] values) {
    double max = values[0];
    for (double value : values) {
      max = Math.max(max, value);
    }
    return max;
  }

  /** The means over sentences of the largest and of the mean value. */
  private static double[] bySentence(double[] values, boolean[] ends) {
    double maxima = 0;
    double means = 0;
    int sentences = 0;
    double max = Double.NEGATIVE_INFINITY;
    double sum = 0;
    int count = 0;
    for (int i = 0; i < values.length; i++) {
      max = Math.max(max, values[i]);
      sum += values[i];
      count++;
      if (ends[i] || i == values.length - 1) {
        maxima += max;
        means += sum / count;
        sentences++;
        max = Double.NEGATIVE_INFINITY;
        sum = 0;
        count = 0;
      }
    }
    return new double[] {maxima / sentences, means / sentences};
  }
}
