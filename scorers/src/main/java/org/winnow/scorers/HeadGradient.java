package org.winnow.scorers;

/**
 * The gradient G of one sample's mean loss at the output head W, as numbers. A tied embedding's use
 * as input is left out.
 *
 * @param squaredNorm squared Frobenius norm of G
 * @param weightSquaredNorm squared Frobenius norm of W
 * @param weightProduct inner product of W and G: the mean over scored tokens of loss minus entropy,
 *     or of what takes its place where the model caps its logits
 */
public record HeadGradient(double squaredNorm, double weightSquaredNorm, double weightProduct) {}
