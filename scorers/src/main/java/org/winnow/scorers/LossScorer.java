package org.winnow.scorers;

import java.util.List;
import java.util.Set;

/**
 * Scores how well the model predicts the response: mean cross-entropy over the response tokens R,
 * its exponential, and the mean entropy of the predictions.
 *
 * <pre>
 * loss       = 1/|R| sum over t in R of -ln p_t[y_t]
 * perplexity = exp(loss)
 * entropy    = 1/|R| sum over t in R of -sum over v of p_t[v] ln p_t[v]
 * </pre>
 *
 * <p>Perplexity in the middle of its range is the usual choice for keeping: Marion et al., When
 * Less is More, arXiv 2309.04564.
 */
public final class LossScorer implements Scorer {
  /** Registration. */
  public static final ScorerType TYPE =
      new ScorerType(
          "loss",
          "How well the model predicts the response, and how sure it is.",
          "loss = mean over response tokens of -ln p[y]; perplexity = exp(loss)",
          "Marion et al., When Less is More, arXiv 2309.04564",
          List.of(),
          (options, decoder) ->
              List.of(
                  new ScoreColumn(
                      "loss.mean",
                      "nats per response token",
                      Direction.NEUTRAL,
                      "Mean cross-entropy of the response tokens."),
                  new ScoreColumn(
                      "loss.perplexity",
                      "ratio, at least 1",
                      Direction.NEUTRAL,
                      "Exponential of the mean cross-entropy."),
                  new ScoreColumn(
                      "loss.entropy",
                      "nats per response token",
                      Direction.NEUTRAL,
                      "Mean entropy of the predictions for the response tokens.")),
          options -> new LossScorer());

  private LossScorer() {}

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FORWARD);
  }

  @Override
  public double[] score(SampleSignals signals) {
    double loss = signals.meanLoss();
    return new double[] {loss, StrictMath.exp(loss), signals.meanEntropy()};
  }
}
