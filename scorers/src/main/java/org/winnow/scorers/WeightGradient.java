package org.winnow.scorers;

/**
 * The gradient G of one sample's mean loss at one weight matrix W, as numbers.
 *
 * @param squaredNorm squared Frobenius norm of G
 * @param weightSquaredNorm squared Frobenius norm of W
 * @param weightProduct inner product of W and G
 */
public record WeightGradient(double squaredNorm, double weightSquaredNorm, double weightProduct) {}
