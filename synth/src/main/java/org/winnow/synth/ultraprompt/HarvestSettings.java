package org.winnow.synth.ultraprompt;

/**
 * What is given out of trees.
 *
 * @param minMargin least difference of rewards, from 0; a difference of 0 is never enough
 * @param maxLengthRatio most characters of a rewrite for each of the raw instruction, from 1; and
 *     the other way round
 * @param minWordsKept least share of the raw instruction's words that a rewrite keeps, in [0, 1]
 */
public record HarvestSettings(double minMargin, double maxLengthRatio, double minWordsKept) {
  /** Any margin, ten times the length, and four words of ten. */
  public static final HarvestSettings STANDARD = new HarvestSettings(0, 10, 0.4);

  public HarvestSettings {
    if (!(minMargin >= 0 && minMargin < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("minMargin must be finite and >= 0, got " + minMargin);
    }
    if (!(maxLengthRatio >= 1 && maxLengthRatio < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "maxLengthRatio must be finite and >= 1, got " + maxLengthRatio);
    }
    if (!(minWordsKept >= 0 && minWordsKept <= 1)) {
      throw new IllegalArgumentException("minWordsKept must be in [0, 1], got " + minWordsKept);
    }
  }
}
