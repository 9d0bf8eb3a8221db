package org.winnow.scorers;

/**
 * The gradient G of one sample's mean loss at the output head W, as numbers. A tied embedding's use
 * as input is left out.
 *
 * @param squaredNorm squared Frobenius norm of G
 * @param weightSquaredNorm squared Frobenius norm of W
 */
public record HeadGradient(double squaredNorm, double weightSquaredNorm) {}
