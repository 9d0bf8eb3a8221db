package org.winnow.scorers;

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
public record ModelView(double[] crossEntropy, double[] squaredError, OptionalDouble answerAlone) {}
