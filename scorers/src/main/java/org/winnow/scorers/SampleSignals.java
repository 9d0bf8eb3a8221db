package org.winnow.scorers;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the model found out about one sample. What no scorer needs is empty.
 *
 * @param tokens about each scored token
 * @param head the gradient at the output head; a tied embedding's use as input is left out
 * @param layers the projections' gradients
 * @param spread of the hidden states
 * @param answerAloneLoss mean loss of the last response without its conversation, in nats; empty
 *     also if that leaves nothing to predict
 * @param scored for every token but the first, whether it is scored
 * @param views how each model sees the sample, by checkpoint; the recipe's under {@link #OWN_MODEL}
 *     if {@link Need#WHOLE_SAMPLE} was asked for
 */
@SuppressWarnings("ArrayRecordComponent")
public record SampleSignals(
    TokenSignals tokens,
    Optional<WeightGradient> head,
    Optional<LayerGradients> layers,
    Optional<HiddenSpread> spread,
    OptionalDouble answerAloneLoss,
    boolean[] scored,
    Map<String, ModelView> views) {
  /** The key of the recipe's own model among the views. */
  public static final String OWN_MODEL = "";

  public SampleSignals {
    views = Map.copyOf(views);
  }

  /** Signals of the tokens alone. */
  public static SampleSignals of(TokenSignals tokens) {
    return new SampleSignals(
        tokens,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        OptionalDouble.empty(),
        new boolean[0],
        Map.of());
  }

  /**
   * The same with what other passes found.
   *
   * @param answerAlone the last response without its conversation, as this model sees it; empty if
   *     that leaves nothing to predict, or if nobody asked
   * @param others views of other models
   */
  SampleSignals with(Optional<TokenSignals> answerAlone, Map<String, ModelView> others) {
    Map<String, ModelView> all = new HashMap<>(others);
    views.forEach((model, view) -> all.put(model, view.withAnswerAlone(answerAlone)));
    OptionalDouble loss =
        answerAlone.map(a -> OptionalDouble.of(a.meanLoss())).orElseGet(OptionalDouble::empty);
    return new SampleSignals(tokens, head, layers, spread, loss, scored, all);
  }
}
