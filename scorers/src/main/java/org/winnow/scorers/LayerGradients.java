package org.winnow.scorers;

import java.util.List;

/**
 * The weight gradients of one sample's mean loss. What nobody asked for cannot be had, and an
 * {@link IllegalStateException} says so; where a number is not finite, a {@link
 * NotFiniteException}.
 */
public interface LayerGradients {
  /** Number of decoder layers. */
  int layers();

  /**
   * Squared norm of the gradient at all parameters of the model together; a tied embedding counts
   * once, with both of its uses. Only where {@link Need#GRADIENT_NORM} was asked for.
   */
  double squaredNorm();

  /**
   * The gradients at q, k, v, o, gate, up and down of the first layer, then of the next. Matrices
   * that are stored as one count on their own; biases do not count. Only where {@link
   * Need#WEIGHT_GRADIENTS} was asked for.
   */
  List<WeightGradient> weights();

  /**
   * Cosines between the gradients at q, k, v and o; only where {@link Need#COSINES} was asked for.
   */
  GradientCosines cosines();

  /**
   * Singular values of one weight gradient, not negative, in no stated order. Only where {@link
   * Need#SPECTRA} was asked for.
   */
  double[] singularValues(int layer, Projection projection);

  /**
   * A random projection of the gradients at all of q, k, v and o, added up; the definition is that
   * of {@link GradientSketchScorer}.
   *
   * @param key one of those that were asked for
   * @return double[width], the projection's rows one after the other
   */
  double[] sketch(SketchKey key);
}
