package org.winnow.transforms.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.beam.sdk.testing.CoderProperties;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class RidgeLeverageTest {
  @Test
  void givesTheGoldenLeverage() {
    double[][] rows = scaled(new double[][] {{1, 0}, {1, 1}, {0, 1}, {2, 0}}, .25);

    double[] tau = leverage(rows, 0);

    // A'A = [[6, 1], [1, 2]], its inverse [[2, -1], [-1, 6]] / 11
    assertArrayEquals(new double[] {2.0 / 11, 6.0 / 11, 6.0 / 11, 8.0 / 11}, tau, 1e-15);
    assertArrayEquals(new double[] {.181818, .545455, .545455, .727273}, tau, 1e-6);
  }

  @Test
  void theRidgeIsRelativeToTheMeanSquareOfAFeature() {
    // A'A = diag(1, 1/4), its mean 5/8; lambda = 8/5 of it = 1
    double[] tau = leverage(new double[][] {{1, 0}, {0, .5}}, 1.6);

    assertArrayEquals(new double[] {1 / 2.0, .25 / 1.25}, tau, 1e-15);
  }

  @Test
  void aDirectionWithoutRowsIsLeftOut() {
    double[] tau = leverage(new double[][] {{0, .5, .5}, {0, .25, .25}, {0, 0, 0}}, 0);

    assertArrayEquals(new double[] {.8, .2, 0}, tau, 1e-15);
  }

  @Test
  void ofNoRowsIsNothing() {
    assertEquals(0, RidgeLeverage.of(Gram.empty(3), 1e-3).of(new double[3]));
  }

  @Property(tries = 60)
  void addsUpToTheRank(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int size, @ForAll boolean deficient) {
    int rank = deficient ? (size + 1) / 2 : size;
    double[][] rows = rows(seed, 40, size, rank);

    double[] exact = leverage(rows, 0);
    double[] ridge = leverage(rows, 1e-3);

    assertEquals(rank, Arrays.stream(exact).sum(), 1e-6);
    assertTrue(Arrays.stream(ridge).sum() <= rank + 1e-9);
    for (int row = 0; row < rows.length; row++) {
      assertTrue(0 <= exact[row] && exact[row] <= 1, "row " + row + ": " + exact[row]);
      assertTrue(0 <= ridge[row] && ridge[row] <= exact[row] + 1e-9, "row " + row);
    }
  }

  @Property(tries = 60)
  void isTheQuadraticFormOfTheInverse(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int size) {
    double[][] rows = rows(seed, 40, size, size);
    double[] tau = leverage(rows, 1e-2);

    double[][] inverse = inverse(rows, 1e-2);
    for (int row = 0; row < rows.length; row++) {
      double expected = 0;
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          expected += rows[row][i] * inverse[i][j] * rows[row][j];
        }
      }
      assertEquals(expected, tau[row], 1e-10);
    }
  }

  @Property(tries = 60)
  void theOrderOfTheRowsChangesNoBit(@ForAll long seed) {
    double[][] rows = rows(seed, 40, 7, 7);
    double[][] reversed = rows.clone();
    Collections.reverse(Arrays.asList(reversed));
    Gram first = gram(Arrays.copyOf(reversed, 11));
    Gram rest = gram(Arrays.copyOfRange(reversed, 11, 40));
    rest.add(first);

    assertEquals(gram(rows), rest);
    RidgeLeverage whole = RidgeLeverage.of(gram(rows), 1e-3);
    RidgeLeverage merged = RidgeLeverage.of(rest, 1e-3);
    for (double[] row : rows) {
      assertEquals(whole.of(row), merged.of(row));
    }
  }

  @Test
  void matricesComeBackAsTheyWere() throws Exception {
    double[][] rows = rows(3, 40, 5, 5);
    Gram gram = gram(rows);
    RidgeLeverage leverage = RidgeLeverage.of(gram, 1e-3);

    CoderProperties.coderDecodeEncodeEqual(Gram.CODER, gram);
    RidgeLeverage copy = CoderUtils.clone(RidgeLeverage.CODER, leverage);
    for (double[] row : rows) {
      assertEquals(leverage.of(row), copy.of(row));
    }
  }

  private static double[] leverage(double[][] rows, double ridge) {
    RidgeLeverage leverage = RidgeLeverage.of(gram(rows), ridge);
    return Arrays.stream(rows).mapToDouble(leverage::of).toArray();
  }

  private static Gram gram(double[][] rows) {
    Gram gram = Gram.empty(rows[0].length);
    for (double[] row : rows) {
      gram.add(row);
    }
    return gram;
  }

  private static double[][] scaled(double[][] rows, double scale) {
    return Arrays.stream(rows).map(row -> FeatureRows.scaled(row, scale)).toArray(double[][]::new);
  }

  /** Rows that span {@code rank} directions, of length 1. */
  private static double[][] rows(long seed, int count, int size, int rank) {
    Random random = new Random(seed);
    double[][] basis = new double[rank][size];
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < size; j++) {
        basis[i][j] = (i == j ? 3 : 0) + random.nextDouble();
      }
    }
    double[][] rows = new double[count][size];
    for (double[] row : rows) {
      for (double[] direction : basis) {
        double share = random.nextGaussian();
        for (int j = 0; j < size; j++) {
          row[j] += share * direction[j];
        }
      }
      System.arraycopy(FeatureRows.unit(row), 0, row, 0, size);
    }
    return rows;
  }

  /** The inverse of A'A + lambda I by elimination. */
  private static double[][] inverse(double[][] rows, double ridge) {
    int size = rows[0].length;
    double[][] left = new double[size][size];
    double[][] right = new double[size][size];
    for (double[] row : rows) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
          left[i][j] += row[i] * row[j];
        }
      }
    }
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += left[i][i];
    }
    for (int i = 0; i < size; i++) {
      left[i][i] += ridge * trace / size;
      right[i][i] = 1;
    }
    for (int pivot = 0; pivot < size; pivot++) {
      double by = left[pivot][pivot];
      for (int j = 0; j < size; j++) {
        left[pivot][j] /= by;
        right[pivot][j] /= by;
      }
      for (int i = 0; i < size; i++) {
        double times = left[i][pivot];
        for (int j = 0; j < size && i != pivot; j++) {
          left[i][j] -= times * left[pivot][j];
          right[i][j] -= times * right[pivot][j];
        }
      }
    }
    return right;
  }
}
