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
  /**
   * The weight gradients of q, k, v and o in every layer: singular values, cosines, or a sketch.
   */
  LAYER_GRADIENTS,
  /**
   * The gradient at all parameters: its squared norm, and that of every matrix with its product
   * with the weights; needs {@link #LAYER_GRADIENTS} and {@link #HEAD_GRADIENT} too. Activations of
   * the feed-forward layers are then kept as well.
   */
  ALL_GRADIENTS
}
