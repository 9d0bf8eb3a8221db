package org.winnow.scorers;

/** What a scorer needs the model to compute beyond the forward pass. */
public enum Need {
  /** Cross-entropy and entropy of every scored token. */
  FORWARD,
  /** The distance between prediction and token, for every scored token. */
  TOKEN_ERROR,
  /** How far apart the hidden states of the tokens are. */
  HIDDEN_SPREAD,
  /** The mean loss of the last response standing alone: one more, shorter, forward pass. */
  ANSWER_ALONE,
  /** The norm of the weight gradient of the output head. */
  HEAD_GRADIENT,
  /** Singular values of the weight gradients of q, k, v and o in every layer. */
  LAYER_GRADIENTS
}
