package org.winnow.scorers;

import java.util.Optional;

/**
 * Cosines between one sample's gradients at attention weights, in [-1, 1]. A cosine is NaN where
 * the norm of one of the two gradients is below 1e-12.
 *
 * @param queryOutput double[layer], of q and o; empty if their shapes differ
 * @param keyValue double[layer], of k and v
 * @param adjacent double[projection][layer], of a layer and the next in the order of {@link
 *     Projection}; one number fewer than layers
 */
@SuppressWarnings("ArrayRecordComponent")
public record GradientCosines(
    Optional<double[]> queryOutput, double[] keyValue, double[][] adjacent) {}
