package org.winnow.scorers;

/** What a scorer needs the model to compute beyond the forward pass. */
public enum Need {
  /** Cross-entropy and entropy of every scored token. */
  FORWARD,
  /** The norm of the weight gradient of the output head. */
  HEAD_GRADIENT,
  /** Singular values of the weight gradients of q, k, v and o in every layer. */
  LAYER_GRADIENTS
}
