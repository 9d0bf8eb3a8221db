package org.winnow.transforms.features;

import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * The Gram matrix {@code A'A} of many rows: the sum of their outer products. It does not depend on
 * the order of the rows, nor on how they are grouped.
 */
final class Gram {
  static final Coder<Gram> CODER =
      DataCoder.of(
          "gram matrix",
          (gram, out) -> {
            out.writeInt(gram.size);
            gram.sums.write(out);
          },
          in -> new Gram(in.readInt(), FixedPointSums.read(in)));

  private final int size;

  /** The lower triangle, row by row. */
  private final FixedPointSums sums;

  private Gram(int size, FixedPointSums sums) {
    this.size = size;
    this.sums = sums;
  }

  /** The matrix of no rows, of {@code size} features. */
  static Gram empty(int size) {
    return new Gram(size, FixedPointSums.zero(place(size, 0)));
  }

  /** Number of features. */
  int size() {
    return size;
  }

  /**
   * Takes in one row.
   *
   * @param row double[size], from -1 to 1
   */
  void add(double[] row) {
    int at = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        sums.add(at++, row[i] * row[j]);
      }
    }
  }

  /**
   * Takes in one row, times a factor; a product beyond 1 by rounding counts as 1.
   *
   * @param row double[size], from -1 to 1
   */
  void add(double[] row, double factor) {
    int at = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        sums.add(at++, Math.max(-1, Math.min(1, factor * row[i] * row[j])));
      }
    }
  }

  /** Takes in the rows of another matrix. */
  void add(Gram other) {
    sums.add(other.sums);
  }

  /** One entry; row >= column. */
  double value(int row, int column) {
    return sums.value(place(row, column));
  }

  /** The sum of the squared lengths of all rows. */
  double trace() {
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += value(i, i);
    }
    return trace;
  }

  private static int place(int row, int column) {
    return row * (row + 1) / 2 + column;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Gram that && sums.equals(that.sums);
  }

  @Override
  public int hashCode() {
    return sums.hashCode();
  }
}
