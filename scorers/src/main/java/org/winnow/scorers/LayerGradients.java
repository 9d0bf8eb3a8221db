package org.winnow.scorers;

/** The weight gradients of one sample's mean loss. */
public interface LayerGradients {
  /** Number of decoder layers. */
  int layers();

  /**
   * Squared norm of the gradient at all parameters of the model together; a tied embedding counts
   * once, with both of its uses. Only where {@link Need#ALL_GRADIENTS} was asked for.
   */
  double squaredNorm();

  /** Singular values of one weight gradient, not negative, in no stated order. */
  double[] singularValues(int layer, Projection projection);
}
