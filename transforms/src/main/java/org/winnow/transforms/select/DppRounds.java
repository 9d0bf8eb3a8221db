package org.winnow.transforms.select;

import java.util.Arrays;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Draws any number of rows by projection determinantal point processes, see {@link ProjectionDpp}:
 * up to as many as rows have features in one draw over their strongest directions, more in further
 * draws from the rows that are left. The number of rows is always exact.
 *
 * <p>Memory: two arrays of rows x features doubles. Time: rows x features^2 for each draw.
 */
final class DppRounds {
  private DppRounds() {}

  /**
   * Draws.
   *
   * @param rows double[row][feature], in an order that chance has made: once nothing but zeros is
   *     left, the first rows are taken
   * @param wanted how many, up to the number of rows
   * @param uniform the next number in [0, 1)
   * @return boolean[row], whether it was drawn
   */
  static boolean[] draw(double[][] rows, int wanted, DoubleSupplier uniform) {
    boolean[] drawn = new boolean[rows.length];
    int count = 0;
    while (count < wanted) {
      int[] left = left(drawn);
      double[][] rest = Arrays.stream(left).mapToObj(row -> rows[row]).toArray(double[][]::new);
      double[][] basis = PrincipalBasis.of(rest, wanted - count);
      int[] chosen =
          basis.length == 0 ? firsts(wanted - count) : ProjectionDpp.draw(basis, uniform);
      for (int row : chosen) {
        drawn[left[row]] = true;
      }
      count += chosen.length;
    }
    return drawn;
  }

  private static int[] left(boolean[] drawn) {
    return IntStream.range(0, drawn.length).filter(row -> !drawn[row]).toArray();
  }

  private static int[] firsts(int count) {
    return IntStream.range(0, count).toArray();
  }
}
