package org.winnow.transforms.select;

import java.util.Arrays;

/**
 * Chooses rows that are unlike each other: the repr filter of DEITA (Liu et al., ICLR 2024). Rows
 * are looked at in their order, the best first, and a row stays if its cosine with every row that
 * stays is at most a threshold, until enough stay.
 *
 * <p>Unlike the published code, which also compares a row with the earlier rows of its batch that
 * did not stay, the choice does not depend on batches. It takes at most rows x kept x features
 * multiplications.
 *
 * @param likeOf int[row], the first row that stays and is too similar; {@link #STAYS} for a row
 *     that stays, {@link #NOT_REACHED} for one behind the last that was looked at
 * @param cosine double[row], the cosine with that row; 0 where there is none
 */
@SuppressWarnings("ArrayRecordComponent")
record GreedyDiversity(int[] likeOf, double[] cosine) {
  static final int STAYS = -1;
  static final int NOT_REACHED = -2;

  private static final int LANES = 4;

  /**
   * Chooses.
   *
   * @param rows float[row][feature], each of length 1 or 0
   * @param threshold greatest cosine that two rows that stay may have
   * @param keep how many stay at most
   */
  static GreedyDiversity of(float[][] rows, double threshold, long keep) {
    int[] likeOf = new int[rows.length];
    Arrays.fill(likeOf, NOT_REACHED);
    double[] cosine = new double[rows.length];
    int[] kept = new int[rows.length];
    int count = 0;
    for (int row = 0; row < rows.length && count < keep; row++) {
      likeOf[row] = STAYS;
      for (int i = 0; i < count && likeOf[row] == STAYS; i++) {
        double likeness = dot(rows[row], rows[kept[i]]);
        if (likeness > threshold) {
          likeOf[row] = kept[i];
          cosine[row] = likeness;
        }
      }
      if (likeOf[row] == STAYS) {
        kept[count++] = row;
      }
    }
    return new GreedyDiversity(likeOf, cosine);
  }

  /** Four sums side by side, in a fixed order: one sum waits for itself. */
  private static double dot(float[] one, float[] other) {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    int whole = one.length - one.length % LANES;
    for (int i = 0; i < whole; i += LANES) {
      first += (double) one[i] * other[i];
      second += (double) one[i + 1] * other[i + 1];
      third += (double) one[i + 2] * other[i + 2];
      fourth += (double) one[i + 3] * other[i + 3];
    }
    for (int i = whole; i < one.length; i++) {
      first += (double) one[i] * other[i];
    }
    return first + second + (third + fourth);
  }
}
