package org.winnow.transforms.dedup;

import java.io.Serializable;

/**
 * How a MinHash signature is cut: two texts are candidates if at least one band of theirs is equal
 * in all its rows.
 *
 * <p>Texts whose sets of n-grams have the Jaccard similarity s meet with probability {@code 1 - (1
 * - s^rows)^bands} (Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, 3.4.2).
 *
 * @param bands number of bands, from 1
 * @param rows values in each band, from 1
 */
public record Banding(int bands, int rows) implements Serializable {
  /** Longest signature, in values of 32 bits. */
  public static final int MAX_VALUES = 4096;

  public Banding {
    if (bands < 1 || rows < 1 || (long) bands * rows > MAX_VALUES) {
      throw new IllegalArgumentException(
          "bands and rows must be >= 1 and bands x rows at most "
              + MAX_VALUES
              + ", got "
              + bands
              + " x "
              + rows);
    }
  }

  /** Number of values in a signature. */
  public int values() {
    return bands * rows;
  }

  /**
   * The probability that two texts become candidates.
   *
   * @param similarity their Jaccard similarity, from 0 to 1
   */
  public double probability(double similarity) {
    return 1 - Math.pow(1 - Math.pow(similarity, rows), bands);
  }

  /** The similarity about which the probability rises most steeply: {@code (1/bands)^(1/rows)}. */
  public double threshold() {
    return Math.pow(1.0 / bands, 1.0 / rows);
  }

  @Override
  public String toString() {
    return bands + " bands of " + rows;
  }
}
