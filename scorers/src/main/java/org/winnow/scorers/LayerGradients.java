package org.winnow.scorers;

/** The weight gradients of one sample's mean loss at the attention projections. */
public interface LayerGradients {
  /** Number of decoder layers. */
  int layers();

  /** Singular values of one weight gradient, not negative, in no stated order. */
  double[] singularValues(int layer, Projection projection);
}
