package org.winnow.pipelines.trial;

import java.util.OptionalDouble;

/**
 * One training and what came of it.
 *
 * @param arm what was learned from
 * @param repetition from 1
 * @param rows learned from
 * @param loss mean cross-entropy of the held-out responses' tokens, in nats
 * @param accuracy share of held-out questions answered right, in [0, 1]; empty without a task
 */
public record Measured(Arm arm, int repetition, int rows, double loss, OptionalDouble accuracy) {}
