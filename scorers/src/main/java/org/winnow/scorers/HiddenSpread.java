package org.winnow.scorers;

/**
 * How far apart the hidden states of one sample's tokens are; NaN for a sample of one token.
 *
 * @param matrixNuclearNorm as published, in [0, 1]
 * @param nuclearNormRatio the exact nuclear norm over its bound, in (0, 1]
 */
public record HiddenSpread(double matrixNuclearNorm, double nuclearNormRatio) {}
