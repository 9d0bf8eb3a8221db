package org.winnow.scorers;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;

/**
 * Scores how far the predictions are from the response: the mean over response tokens of the
 * distance between the predicted distribution and the token.
 *
 * <pre>
 * EL2N = 1/|R| sum over t in R of ||p_t - e_{y_t}||_2,   in [0, sqrt 2)
 * </pre>
 *
 * <p>Deep Learning on a Data Diet, arXiv 2107.07075, which averages over networks trained from
 * different seeds; here over the checkpoints that are given. The form for tokens follows Marion et
 * al., arXiv 2309.04564. The source keeps the highest, and skips the very highest where data is
 * noisy.
 */
public final class El2nScorer implements Scorer {
  private static final String CHECKPOINTS = "checkpoints";

  /** Registration. */
  public static final ScorerType TYPE =
      new ScorerType(
          "el2n",
          "How far the predictions are from the response tokens.",
          "EL2N = mean over response tokens of ||p - onehot(y)||_2",
          "Deep Learning on a Data Diet, arXiv 2107.07075",
          List.of(
              ScorerOption.checkpoints(
                  CHECKPOINTS,
                  "Further checkpoints whose distances are averaged with the model's.")),
          (options, decoder) ->
              List.of(
                  new ScoreColumn(
                      "el2n.mean",
                      "distance of distributions, below sqrt 2",
                      Direction.HIGHER_IS_BETTER,
                      "Mean distance between prediction and response token.")),
          El2nScorer::new);

  private final List<String> others;

  private El2nScorer(ScorerOptions options) {
    others = options.checkpoints(CHECKPOINTS);
  }

  @Override
  public Set<Need> needs() {
    return others.isEmpty()
        ? Set.of(Need.FORWARD, Need.TOKEN_ERROR)
        : Set.of(Need.FORWARD, Need.TOKEN_ERROR, Need.MODEL_VIEWS);
  }

  @Override
  public List<String> otherCheckpoints() {
    return others;
  }

  @Override
  public double[] score(SampleSignals signals) {
    double sum = 0;
    for (double squared : signals.tokens().squaredError()) {
      sum += StrictMath.sqrt(squared);
    }
    for (String other : others) {
      double[] squared = requireNonNull(signals.views().get(other)).squaredError();
      for (int i = 0; i < squared.length; i++) {
        sum += signals.scored()[i] ? StrictMath.sqrt(squared[i]) : 0;
      }
    }
    return new double[] {sum / signals.tokens().count() / (1 + others.size())};
  }
}
