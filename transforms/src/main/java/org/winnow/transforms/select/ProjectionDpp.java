package org.winnow.transforms.select;

import java.util.function.DoubleSupplier;

/**
 * Draws a projection determinantal point process exactly, by the chain rule (Hough, Krishnapur,
 * Peres and Virag, Probability Surveys 3, 2006).
 *
 * <p>For U with n rows and k orthonormal columns and K = U U', it draws exactly k different rows
 * with {@code P(S) = det K_S}: row i with probability {@code K_ii}, rows i and j together with
 * {@code K_ii K_jj - K_ij^2}. The residual {@code r_i} of a row, at first {@code K_ii}, is what the
 * rows drawn so far leave of it; row s is drawn with probability {@code r_s / sum r}, and with
 * {@code c = (U U_s - C C_s) / sqrt(r_s)}, the next column of C, {@code r_i} loses {@code c_i^2}.
 * Time n k^2, memory n k.
 */
final class ProjectionDpp {
  private ProjectionDpp() {}

  /**
   * Draws.
   *
   * @param basis double[column][row], orthonormal columns
   * @param uniform the next number in [0, 1)
   * @return int[columns], the rows drawn, in the order of the draws
   */
  static int[] draw(double[][] basis, DoubleSupplier uniform) {
    int size = basis.length;
    int rows = size == 0 ? 0 : basis[0].length;
    double[] residual = new double[rows];
    for (double[] column : basis) {
      for (int row = 0; row < rows; row++) {
        residual[row] += column[row] * column[row];
      }
    }
    double[][] taken = new double[size][rows];
    boolean[] isDrawn = new boolean[rows];
    int[] drawn = new int[size];
    for (int turn = 0; turn < size; turn++) {
      int chosen = choose(residual, isDrawn, uniform.getAsDouble());
      double[] next = taken[turn];
      for (double[] column : basis) {
        addScaled(next, column, column[chosen]);
      }
      for (int before = 0; before < turn; before++) {
        addScaled(next, taken[before], -taken[before][chosen]);
      }
      double root = Math.sqrt(residual[chosen]);
      for (int row = 0; row < rows; row++) {
        next[row] /= root;
        residual[row] = Math.max(0, residual[row] - next[row] * next[row]);
      }
      isDrawn[chosen] = true;
      residual[chosen] = 0;
      drawn[turn] = chosen;
    }
    return drawn;
  }

  /** A row with probability proportional to its residual. */
  private static int choose(double[] residual, boolean[] isDrawn, double uniform) {
    double sum = 0;
    for (double value : residual) {
      sum += value;
    }
    double place = uniform * sum;
    int last = -1;
    for (int row = 0; row < residual.length; row++) {
      if (!isDrawn[row] && residual[row] > 0) {
        last = row;
        place -= residual[row];
        if (place < 0) {
          return row;
        }
      }
    }
    if (last < 0) {
      throw new IllegalStateException("the columns of the basis are not independent");
    }
    return last; // rounding has left a little beyond the last row
  }

  private static void addScaled(double[] sum, double[] summand, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * summand[i];
    }
  }
}
