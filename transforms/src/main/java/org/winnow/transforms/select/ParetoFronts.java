package org.winnow.transforms.select;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sorts rows into Pareto fronts. A row dominates another if it is no worse in every criterion and
 * better in one; the first front are the rows that no row dominates, each further one those that
 * only rows of earlier fronts dominate. Rows that agree in everything share a front.
 *
 * <p>Efficient non-dominated sort with binary search (Zhang, Tian, Cheng and Jin, IEEE Transactions
 * on Evolutionary Computation 19, 2015): rows are taken in lexicographic order, so that none is
 * dominated by a later one, and each finds its front by bisection. Time n log n for two criteria,
 * at worst n^2 times the number of criteria for more.
 *
 * @param frontOf int[row], from 1; all rows behind the last front that was needed have the number
 *     after it
 * @param behind the number after the last front that was needed
 */
@SuppressWarnings("ArrayRecordComponent")
record ParetoFronts(int[] frontOf, int behind) {
  /**
   * The fronts of some rows, as far as they are needed.
   *
   * @param rows double[row][criterion], high is best in each
   * @param wanted fronts are needed until they hold so many rows, from 1
   */
  static ParetoFronts of(double[][] rows, long wanted) {
    Integer[] order = new Integer[rows.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> compare(rows[b], rows[a]));
    List<List<double[]>> fronts = new ArrayList<>();
    int[] frontOf = new int[rows.length];
    for (int row : order) {
      int front = front(fronts, rows[row]);
      if (front == fronts.size()) {
        fronts.add(new ArrayList<>());
      }
      fronts.get(front).add(rows[row]);
      frontOf[row] = front + 1;
    }
    int last = 0;
    for (long filled = 0; filled < wanted && last < fronts.size(); last++) {
      filled += fronts.get(last).size();
    }
    for (int row = 0; row < frontOf.length; row++) {
      frontOf[row] = Math.min(frontOf[row], last + 1);
    }
    return new ParetoFronts(frontOf, last + 1);
  }

  /**
   * Whether a row has fewer than {@code wanted} rows above it that dominate it. Others are in no
   * front that is needed, nor needed to find the fronts of others: of the rows that dominate one of
   * them, {@code wanted} are not themselves dominated so often.
   *
   * @param rows double[row][criterion], high is best in each
   */
  static boolean isCandidate(double[][] rows, int row, long wanted) {
    long dominators = 0;
    for (int other = 0; other < rows.length && dominators < wanted; other++) {
      if (dominates(rows[other], rows[row])) {
        dominators++;
      }
    }
    return dominators < wanted;
  }

  /** The first front without a row that dominates; from each front to the next, ever fewer do. */
  private static int front(List<List<double[]>> fronts, double[] row) {
    int low = 0;
    int high = fronts.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (hasDominator(fronts.get(middle), row)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static boolean hasDominator(List<double[]> front, double[] row) {
    // With two criteria the last one is the best in the second, so it dominates if any does.
    int from = row.length <= 2 ? front.size() - 1 : 0;
    for (int i = front.size() - 1; i >= from; i--) {
      if (dominates(front.get(i), row)) {
        return true;
      }
    }
    return false;
  }

  private static boolean dominates(double[] one, double[] other) {
    boolean isBetter = false;
    for (int i = 0; i < one.length; i++) {
      if (one[i] < other[i]) {
        return false;
      }
      isBetter |= one[i] > other[i];
    }
    return isBetter;
  }

  private static int compare(double[] one, double[] other) {
    for (int i = 0; i < one.length; i++) {
      // Not Double.compare: -0.0 and 0.0 are the same value.
      if (one[i] != other[i]) {
        return one[i] < other[i] ? -1 : 1;
      }
    }
    return 0;
  }
}
