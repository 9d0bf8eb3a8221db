package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ProjectionDppTest {
  private static final int DRAWS = 60_000;

  @Test
  void rowsAndPairsAreDrawnAsOftenAsTheKernelSays() {
    double[][] basis = PrincipalBasis.of(rows(5, 7, 3), 3);
    double[][] kernel = kernel(basis, 7);
    Random random = new Random(11);
    double[] single = new double[7];
    double[][] pair = new double[7][7];

    for (int i = 0; i < DRAWS; i++) {
      int[] drawn = ProjectionDpp.draw(basis, random::nextDouble);
      assertEquals(3, Arrays.stream(drawn).distinct().count());
      for (int one : drawn) {
        single[one]++;
        for (int other : drawn) {
          pair[one][other]++;
        }
      }
    }

    for (int i = 0; i < 7; i++) {
      // five standard deviations of a frequency are below 0.0103
      assertEquals(kernel[i][i], single[i] / DRAWS, .0103, "row " + i);
      for (int j = 0; j < i; j++) {
        double expected = kernel[i][i] * kernel[j][j] - kernel[i][j] * kernel[i][j];
        assertEquals(expected, pair[i][j] / DRAWS, .0103, "rows " + i + " and " + j);
      }
    }
  }

  @Test
  void equalRowsAreNeverDrawnTogether() {
    double[][] rows = {{1, 0}, {1, 0}, {1, 0}, {0, 1}};
    Random random = new Random(3);

    for (int i = 0; i < 500; i++) {
      boolean[] drawn = DppRounds.draw(rows, 2, random::nextDouble);
      assertTrue(drawn[3]);
    }
  }

  @Property(tries = 60)
  void alwaysDrawsTheWantedNumber(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int wanted) {
    double[][] rows = rows(seed, 30, 4);
    // few directions, equal rows and rows of zeros
    for (int row = 0; row < 30; row += 3) {
      rows[row] = new double[4];
      rows[row + 1] = rows[1].clone();
    }
    boolean[] drawn = DppRounds.draw(rows, wanted, new Random(seed)::nextDouble);

    int count = 0;
    for (boolean isDrawn : drawn) {
      count += isDrawn ? 1 : 0;
    }
    assertEquals(wanted, count);
  }

  @Property(tries = 60)
  void theBasisIsOrthonormalAndSpansTheRows(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int features) {
    double[][] rows = rows(seed, 20, features);

    double[][] basis = PrincipalBasis.of(rows, features);

    assertEquals(features, basis.length);
    for (int i = 0; i < features; i++) {
      for (int j = 0; j < features; j++) {
        assertEquals(i == j ? 1 : 0, dot(basis[i], basis[j]), 1e-12);
      }
    }
    // the projection of each column of the rows onto the basis is the column itself
    for (int feature = 0; feature < features; feature++) {
      int at = feature;
      double[] column = Arrays.stream(rows).mapToDouble(row -> row[at]).toArray();
      double[] projected = new double[20];
      for (double[] direction : basis) {
        double along = dot(direction, column);
        for (int row = 0; row < 20; row++) {
          projected[row] += along * direction[row];
        }
      }
      for (int row = 0; row < 20; row++) {
        assertEquals(column[row], projected[row], 1e-9);
      }
    }
  }

  @Test
  void aPartOfTheBasisIsTheStrongestDirection() {
    double[][] rows = {{3, 0, 0}, {0, 2, 0}, {0, 0, 1}};

    double[][] basis = PrincipalBasis.of(rows, 2);

    assertEquals(2, basis.length);
    assertEquals(1, Math.abs(basis[0][0]), 1e-15);
    assertEquals(1, Math.abs(basis[1][1]), 1e-15);
  }

  @Test
  void rowsOfFewDirectionsGiveFewColumns() {
    assertEquals(1, PrincipalBasis.of(new double[][] {{1, 2}, {2, 4}, {0, 0}}, 2).length);
    assertEquals(0, PrincipalBasis.of(new double[][] {{0, 0}}, 2).length);
  }

  private static double[][] kernel(double[][] basis, int rows) {
    double[][] kernel = new double[rows][rows];
    for (double[] column : basis) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < rows; j++) {
          kernel[i][j] += column[i] * column[j];
        }
      }
    }
    return kernel;
  }

  private static double[][] rows(long seed, int count, int features) {
    Random random = new Random(seed);
    double[][] rows = new double[count][features];
    for (double[] row : rows) {
      Arrays.setAll(row, i -> random.nextGaussian() + (i == 0 ? 1 : 0));
    }
    return rows;
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
