package org.winnow.scorers;

import java.util.List;
import java.util.Set;

/**
 * Scores how strongly a sample pulls at the model: the norm of the gradient of its mean loss at all
 * parameters.
 *
 * <pre>
 * GraNd = sqrt(sum over parameters of ||gradient||^2)
 * </pre>
 *
 * <p>No gradient is formed. For a linear layer with inputs X and gradient D at its outputs, the
 * squared norm is {@code sum((X X') o (D D'))} over pairs of tokens; embedding, biases and gains of
 * norms have closed forms of their own. A tied embedding counts once, with both uses.
 *
 * <p>Deep Learning on a Data Diet, arXiv 2107.07075, which keeps the highest. At initialisation the
 * score tells nothing (arXiv 2303.14753); take a trained checkpoint.
 */
public final class GrandScorer implements Scorer {
  /** Registration. */
  public static final ScorerType TYPE =
      new ScorerType(
          "grand",
          "How strongly a sample pulls at all parameters of the model.",
          "GraNd = norm of the gradient of the mean loss at all parameters",
          "Deep Learning on a Data Diet, arXiv 2107.07075",
          List.of(),
          (options, decoder) ->
              List.of(
                  new ScoreColumn(
                      "grand.norm",
                      "nats per unit of parameter",
                      Direction.HIGHER_IS_BETTER,
                      "Norm of the gradient at all parameters.")),
          options -> new GrandScorer());

  private GrandScorer() {}

  @Override
  public Set<Need> needs() {
    return Set.of(
        Need.FORWARD,
        Need.HEAD_GRADIENT,
        Need.LAYER_GRADIENTS,
        Need.ALL_GRADIENTS,
        Need.GRADIENT_NORM);
  }

  @Override
  public double[] score(SampleSignals signals) {
    return new double[] {StrictMath.sqrt(signals.layers().orElseThrow().squaredNorm())};
  }
}
