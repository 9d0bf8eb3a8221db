package org.winnow.transforms.select;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Orthonormal columns that span the strongest directions of some rows: the left singular vectors of
 * the matrix, greatest singular value first.
 *
 * <p>The Gram matrix of the features is diagonalised by Jacobi rotations; the rows in its
 * eigenvectors are then orthonormalised twice by Gram-Schmidt, which brings their products down to
 * rounding. Time n k^2 + k^3 for each of some ten sweeps.
 */
final class PrincipalBasis {
  /** A direction with less than this share of the greatest square is rounding of floats. */
  private static final double LEAST_SQUARE = 1e-10;

  private static final int MAX_SWEEPS = 60;

  private PrincipalBasis() {}

  /**
   * The strongest directions.
   *
   * @param rows double[row][feature]
   * @param wanted how many columns at most, from 1
   * @return double[column][row]; fewer columns where the rows span fewer directions
   */
  static double[][] of(double[][] rows, int wanted) {
    int features = rows.length == 0 ? 0 : rows[0].length;
    double[][] gram = gram(rows, features);
    double[][] vectors = diagonalise(gram);
    int[] order =
        IntStream.range(0, features)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> -gram[i][i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[][] basis = new double[Math.min(wanted, features)][rows.length];
    int columns = 0;
    while (columns < basis.length
        && gram[order[columns]][order[columns]] > LEAST_SQUARE * gram[order[0]][order[0]]) {
      for (int row = 0; row < rows.length; row++) {
        for (int i = 0; i < features; i++) {
          basis[columns][row] += rows[row][i] * vectors[i][order[columns]];
        }
      }
      orthonormalise(basis, columns);
      columns++;
    }
    return Arrays.copyOf(basis, columns);
  }

  private static double[][] gram(double[][] rows, int features) {
    double[][] gram = new double[features][features];
    for (double[] row : rows) {
      for (int i = 0; i < features; i++) {
        for (int j = 0; j < features; j++) {
          gram[i][j] += row[i] * row[j];
        }
      }
    }
    return gram;
  }

  /** Leaves the eigenvalues on the diagonal of a symmetric matrix; gives the eigenvectors. */
  private static double[][] diagonalise(double[][] matrix) {
    int size = matrix.length;
    double[][] vectors = new double[size][size];
    for (int i = 0; i < size; i++) {
      vectors[i][i] = 1;
    }
    for (int sweep = 0; sweep < MAX_SWEEPS && !isDiagonal(matrix); sweep++) {
      for (int p = 0; p < size; p++) {
        for (int q = p + 1; q < size; q++) {
          rotate(matrix, vectors, p, q);
        }
      }
    }
    return vectors;
  }

  private static boolean isDiagonal(double[][] matrix) {
    double diagonal = 0;
    double rest = 0;
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        double square = matrix[i][j] * matrix[i][j];
        diagonal += i == j ? square : 0;
        rest += i == j ? 0 : square;
      }
    }
    return rest <= 1e-26 * diagonal;
  }

  /** One Jacobi rotation, after which the entry (p, q) is 0. */
  private static void rotate(double[][] matrix, double[][] vectors, int p, int q) {
    if (matrix[p][q] == 0) {
      return;
    }
    double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
    double tangent = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    double cosine = 1 / Math.sqrt(tangent * tangent + 1);
    double sine = tangent * cosine;
    for (int i = 0; i < matrix.length; i++) {
      double left = matrix[i][p];
      double right = matrix[i][q];
      matrix[i][p] = cosine * left - sine * right;
      matrix[i][q] = sine * left + cosine * right;
    }
    for (int i = 0; i < matrix.length; i++) {
      double upper = matrix[p][i];
      double lower = matrix[q][i];
      matrix[p][i] = cosine * upper - sine * lower;
      matrix[q][i] = sine * upper + cosine * lower;
      double left = vectors[i][p];
      double right = vectors[i][q];
      vectors[i][p] = cosine * left - sine * right;
      vectors[i][q] = sine * left + cosine * right;
    }
  }

  /** Takes the earlier columns out of one, twice, and brings it to length 1. */
  private static void orthonormalise(double[][] basis, int column) {
    for (int pass = 0; pass < 2; pass++) {
      for (int before = 0; before < column; before++) {
        double along = dot(basis[before], basis[column]);
        for (int row = 0; row < basis[column].length; row++) {
          basis[column][row] -= along * basis[before][row];
        }
      }
      double length = Math.sqrt(dot(basis[column], basis[column]));
      for (int row = 0; row < basis[column].length; row++) {
        basis[column][row] /= length;
      }
    }
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
