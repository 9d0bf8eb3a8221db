package org.winnow.transforms.select;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * What TOPSIS has to know of a group of rows: for each criterion the sum of squares, the least and
 * the greatest value. Merging is exact, so the statistics depend on the set of rows alone.
 */
final class CriteriaStatistics {
  static final Coder<CriteriaStatistics> CODER =
      DataCoder.of("criteria statistics", CriteriaStatistics::write, CriteriaStatistics::read);

  private final ExactSum[] squares;
  private final double[] min;
  private final double[] max;

  private CriteriaStatistics(ExactSum[] squares, double[] min, double[] max) {
    this.squares = squares;
    this.min = min;
    this.max = max;
  }

  /** Statistics of no rows. */
  static CriteriaStatistics empty(int criteria) {
    ExactSum[] squares = new ExactSum[criteria];
    Arrays.setAll(squares, i -> ExactSum.zero());
    double[] min = new double[criteria];
    double[] max = new double[criteria];
    Arrays.fill(min, Double.POSITIVE_INFINITY);
    Arrays.fill(max, Double.NEGATIVE_INFINITY);
    return new CriteriaStatistics(squares, min, max);
  }

  /** The statistics of all rows that any of {@code parts}, at least one, has seen. */
  static CriteriaStatistics merge(Iterable<CriteriaStatistics> parts) {
    CriteriaStatistics sum = empty(parts.iterator().next().min.length);
    for (CriteriaStatistics part : parts) {
      for (int i = 0; i < sum.min.length; i++) {
        sum.squares[i].add(part.squares[i]);
        sum.min[i] = Math.min(sum.min[i], part.min[i]);
        sum.max[i] = Math.max(sum.max[i], part.max[i]);
      }
    }
    return sum;
  }

  /**
   * Takes in one row.
   *
   * @param values double[criteria], finite
   */
  void add(double[] values) {
    for (int i = 0; i < values.length; i++) {
      squares[i].add(values[i] * values[i]);
      min[i] = Math.min(min[i], values[i]);
      max[i] = Math.max(max[i], values[i]);
    }
  }

  /** The Euclidean norm of a criterion's column. */
  double norm(int criterion) {
    return Math.sqrt(squares[criterion].value());
  }

  double min(int criterion) {
    return min[criterion];
  }

  double max(int criterion) {
    return max[criterion];
  }

  private static void write(CriteriaStatistics statistics, DataOutput out) throws IOException {
    out.writeInt(statistics.min.length);
    for (int i = 0; i < statistics.min.length; i++) {
      DataCoder.writeLongs(statistics.squares[i].limbs(), out);
      out.writeDouble(statistics.min[i]);
      out.writeDouble(statistics.max[i]);
    }
  }

  private static CriteriaStatistics read(DataInput in) throws IOException {
    CriteriaStatistics statistics = empty(in.readInt());
    for (int i = 0; i < statistics.min.length; i++) {
      statistics.squares[i] = ExactSum.ofLimbs(DataCoder.readLongs(in));
      statistics.min[i] = in.readDouble();
      statistics.max[i] = in.readDouble();
    }
    return statistics;
  }
}
