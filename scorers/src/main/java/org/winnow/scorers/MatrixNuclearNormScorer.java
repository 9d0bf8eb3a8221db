package org.winnow.scorers;

import java.util.List;
import java.util.Set;

/**
 * Scores how far apart the hidden states of a sample's tokens are: low where a text repeats itself.
 *
 * <pre>
 * B   = hidden states behind the last norm [N tokens, d], centred over tokens, rows of length 1
 * MNN = 1/N sum of the D longest columns of B,                   D = min(N, d)
 * nuclear_norm_ratio = sum of the singular values of B / sqrt(D N),   in (0, 1]
 * </pre>
 *
 * <p>Matrix Nuclear-Norm, arXiv 2410.10672, which takes column lengths for singular values to save
 * time. That depends on the basis of the hidden space and, below d tokens, on length; the exact
 * ratio does not. Neither compares across models. A sample of one token has neither.
 */
public final class MatrixNuclearNormScorer implements Scorer {
  /** Registration. */
  public static final ScorerType TYPE =
      new ScorerType(
          "matrix_nuclear_norm",
          "How far apart the hidden states of the tokens are; low where a text repeats itself.",
          "MNN = 1/N sum of the D longest columns; nuclear_norm_ratio = ||B||_* / sqrt(D N)",
          "Matrix Nuclear-Norm, arXiv 2410.10672",
          List.of(),
          (options, decoder) ->
              List.of(
                  new ScoreColumn(
                      "matrix_nuclear_norm.published",
                      "ratio, at most 1",
                      Direction.NEUTRAL,
                      "Matrix nuclear norm as published, from column lengths."),
                  new ScoreColumn(
                      "matrix_nuclear_norm.ratio",
                      "ratio, at most 1",
                      Direction.NEUTRAL,
                      "Exact nuclear norm of the hidden states over its bound.")),
          options -> new MatrixNuclearNormScorer());

  private MatrixNuclearNormScorer() {}

  @Override
  public Set<Need> needs() {
    return Set.of(Need.FORWARD, Need.HIDDEN_SPREAD);
  }

  @Override
  public double[] score(SampleSignals signals) {
    HiddenSpread spread = signals.spread().orElseThrow();
    return new double[] {spread.matrixNuclearNorm(), spread.nuclearNormRatio()};
  }
}
