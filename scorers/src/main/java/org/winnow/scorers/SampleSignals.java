package org.winnow.scorers;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the model found out about one sample. What no scorer needs is empty.
 *
 * @param tokens about each scored token
 * @param head the output head's gradient
 * @param layers the projections' gradients
 * @param spread of the hidden states
 * @param answerAloneLoss mean loss of the last response without its conversation, in nats; empty
 *     also if that leaves nothing to predict
 */
public record SampleSignals(
    TokenSignals tokens,
    Optional<HeadGradient> head,
    Optional<LayerGradients> layers,
    Optional<HiddenSpread> spread,
    OptionalDouble answerAloneLoss) {

  /** Signals of the tokens alone. */
  public static SampleSignals of(TokenSignals tokens) {
    return new SampleSignals(
        tokens, Optional.empty(), Optional.empty(), Optional.empty(), OptionalDouble.empty());
  }
}
