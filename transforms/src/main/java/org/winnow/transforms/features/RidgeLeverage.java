package org.winnow.transforms.features;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * The ridge leverage of rows: how little the other rows say about the direction of a row.
 *
 * <pre>
 * tau_i  = a_i' (A'A + lambda I)^-1 a_i
 * lambda = ridge tr(A'A) / k,            k = number of features
 * </pre>
 *
 * <p>{@code 0 <= tau_i <= 1}; the sum over all rows is the effective dimension, and with ridge 0
 * the rank of A. With {@code A'A + lambda I = L L'} it is the squared length of {@code L^-1 a_i}.
 *
 * <p>Woodruff and Yasuda, ICML 2023, arXiv 2306.00732, for what sampling by leverage preserves.
 */
final class RidgeLeverage {
  static final Coder<RidgeLeverage> CODER =
      DataCoder.of("ridge leverage", RidgeLeverage::write, RidgeLeverage::read);

  /** A direction with less than this share of its feature's square is rounding. */
  private static final double LEAST_PIVOT = 1e-12;

  /** L, double[row][column], column <= row; a column of 0 is a direction that no row has. */
  private final double[][] factor;

  private RidgeLeverage(double[][] factor) {
    this.factor = factor;
  }

  /**
   * Decomposes a Gram matrix.
   *
   * @param ridge lambda over the mean square of a feature; finite, 0 or more
   */
  static RidgeLeverage of(Gram gram, double ridge) {
    int size = gram.size();
    double lambda = ridge * gram.trace() / size;
    double[][] factor = new double[size][];
    for (int i = 0; i < size; i++) {
      factor[i] = new double[i + 1];
      for (int j = 0; j < i; j++) {
        double rest = gram.value(i, j) - dot(factor[i], factor[j], j);
        factor[i][j] = factor[j][j] > 0 ? rest / factor[j][j] : 0;
      }
      double square = gram.value(i, i) + lambda;
      double pivot = square - dot(factor[i], factor[i], i);
      // Of a direction without rows nothing is left, and the inverse leaves it out.
      factor[i][i] = pivot > LEAST_PIVOT * square ? Math.sqrt(pivot) : 0;
    }
    return new RidgeLeverage(factor);
  }

  /**
   * The leverage of one row.
   *
   * @param row double[k], one of the rows that the Gram matrix is of
   * @return from 0 to 1
   */
  double of(double[] row) {
    return Math.min(1, form(row));
  }

  /**
   * The same quadratic form of any vector.
   *
   * @param row double[k]
   * @return from 0
   */
  double form(double[] row) {
    double[] solved = new double[row.length];
    double tau = 0;
    for (int i = 0; i < row.length; i++) {
      double pivot = factor[i][i];
      solved[i] = pivot > 0 ? (row[i] - dot(factor[i], solved, i)) / pivot : 0;
      tau += solved[i] * solved[i];
    }
    return tau;
  }

  /** The trace of the inverse, without directions that no row has. */
  double traceOfInverse() {
    double trace = 0;
    for (int column = 0; column < factor.length; column++) {
      double[] axis = new double[factor.length];
      axis[column] = 1;
      trace += form(axis);
    }
    return trace;
  }

  private static double dot(double[] some, double[] others, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += some[i] * others[i];
    }
    return sum;
  }

  static void write(RidgeLeverage leverage, DataOutput out) throws IOException {
    out.writeInt(leverage.factor.length);
    for (double[] row : leverage.factor) {
      for (double value : row) {
        out.writeDouble(value);
      }
    }
  }

  static RidgeLeverage read(DataInput in) throws IOException {
    double[][] factor = new double[in.readInt()][];
    for (int i = 0; i < factor.length; i++) {
      factor[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        factor[i][j] = in.readDouble();
      }
    }
    return new RidgeLeverage(factor);
  }
}
