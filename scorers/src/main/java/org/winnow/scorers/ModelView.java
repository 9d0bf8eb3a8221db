package org.winnow.scorers;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How one of several models sees a sample.
 *
 * @param crossEntropy loss in nats of every token but the first, scored or not
 * @param squaredError of every token but the first, see {@link TokenSignals#squaredError}
 * @param answerAlone sum of losses of the last response without its conversation, in nats; empty if
 *     that leaves nothing to predict
 */
@SuppressWarnings("ArrayRecordComponent")
public record ModelView(double[] crossEntropy, double[] squaredError, OptionalDouble answerAlone) {
  /** What one model says about all tokens of a sample. */
  public static ModelView of(TokenSignals whole) {
    return new ModelView(whole.crossEntropy(), whole.squaredError(), OptionalDouble.empty());
  }

  /** The same with what the model says about the last response alone. */
  ModelView withAnswerAlone(Optional<TokenSignals> answer) {
    OptionalDouble sum =
        answer
            .map(tokens -> OptionalDouble.of(tokens.meanLoss() * tokens.count()))
            .orElseGet(OptionalDouble::empty);
    return new ModelView(crossEntropy, squaredError, sum);
  }
}
