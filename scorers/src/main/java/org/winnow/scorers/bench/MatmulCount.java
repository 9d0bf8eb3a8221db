package org.winnow.scorers.bench;

import org.winnow.scorers.checkpoint.DecoderSpec;

/**
 * Floating-point operations of the matrix products that scoring cannot do without, two for each
 * multiplication and addition: the useful ones, without padding, and of attention the half that the
 * causal mask leaves.
 */
final class MatmulCount {
  private final DecoderSpec decoder;

  MatmulCount(DecoderSpec decoder) {
    this.decoder = decoder;
  }

  /**
   * One sample's forward pass; the output head for scored tokens only.
   *
   * @param tokens of the sample
   * @param scored tokens among them
   */
  double forward(long tokens, long scored) {
    double layer = 2.0 * tokens * (inputWeights() + otherWeights()) + attention(tokens);
    return decoder.layers() * layer + head(scored);
  }

  /**
   * One sample's gradients at the outputs of q, k, v and o in every layer: the products of {@link
   * #forward} once more with transposed weights, those of attention twice, and none below the
   * outputs of the first layer's q, k and v.
   */
  double backward(long tokens, long scored) {
    double layer = 2.0 * tokens * (inputWeights() + otherWeights()) + 2 * attention(tokens);
    return decoder.layers() * layer - 2.0 * tokens * inputWeights() + head(scored);
  }

  /** Scores and mixtures: each token looks at those before it and at itself. */
  private double attention(long tokens) {
    return 2.0 * tokens * (tokens + 1) * decoder.queryWidth();
  }

  private double head(long scored) {
    return 2.0 * scored * decoder.hiddenSize() * decoder.vocabularySize();
  }

  /** Weights of q, k and v. */
  private double inputWeights() {
    return (double) decoder.hiddenSize() * (decoder.queryWidth() + 2.0 * decoder.keyValueWidth());
  }

  /** Weights of o and of the feed-forward layer. */
  private double otherWeights() {
    return (double) decoder.hiddenSize()
        * (decoder.queryWidth() + 3.0 * decoder.intermediateSize());
  }
}
