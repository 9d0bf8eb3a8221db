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
  /** The loss of every token of the sample, scored or not: the logits of all tokens. */
  WHOLE_SAMPLE,
  /**
   * The sample as every other model that scorers name sees it: one more forward pass for each, with
   * the logits of every token, and one for the last response alone where {@link #ANSWER_ALONE} is
   * needed too.
   */
  MODEL_VIEWS,
  /** The norm of the weight gradient of the output head. */
  HEAD_GRADIENT,
  /** A backward pass to q, k, v and o of every layer; what is wanted of it stands below. */
  LAYER_GRADIENTS,
  /** Singular values of the gradients at q, k, v and o; needs {@link #LAYER_GRADIENTS} too. */
  SPECTRA,
  /**
   * Cosines between the gradients at q, k, v and o; needs {@link #LAYER_GRADIENTS} too, and all
   * layers are kept at once.
   */
  COSINES,
  /** The backward pass goes to all parameters; needs {@link #LAYER_GRADIENTS} too. */
  ALL_GRADIENTS,
  /**
   * The squared norm of the gradient at all parameters; needs {@link #ALL_GRADIENTS} and {@link
   * #HEAD_GRADIENT} too.
   */
  GRADIENT_NORM,
  /** The gradient at each of a layer's matrices, as numbers; needs {@link #ALL_GRADIENTS} too. */
  WEIGHT_GRADIENTS
}
