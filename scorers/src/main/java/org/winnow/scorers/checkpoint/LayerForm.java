package org.winnow.scorers.checkpoint;

/**
 * What a decoder layer is made of and how its tensors are stored.
 *
 * @param inputBias whether q, k and v have a bias
 * @param outputBias whether o has a bias
 * @param mlpBias whether the feed-forward projections have a bias
 * @param headNorms whether every head's query and key has an RMSNorm
 * @param outputNorms whether the outputs of attention and feed-forward have an RMSNorm
 * @param fusedProjections whether q, k, v are rows of one stored matrix, and gate, up of another
 * @param gainOffset what is added to a stored gain
 * @param activation the gate of the feed-forward layer
 */
public record LayerForm(
    boolean inputBias,
    boolean outputBias,
    boolean mlpBias,
    boolean headNorms,
    boolean outputNorms,
    boolean fusedProjections,
    double gainOffset,
    Activation activation) {
  /** What the gate of the feed-forward layer applies. */
  public enum Activation {
    /** {@code x sigmoid(x)}. */
    SILU,
    /** {@code x Phi(x)} with the normal distribution's Phi by its tanh approximation. */
    GELU_TANH
  }
}
