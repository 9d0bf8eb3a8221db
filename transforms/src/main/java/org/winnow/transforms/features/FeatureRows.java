package org.winnow.transforms.features;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.winnow.schemas.CorpusBatch;

/** Reads several score columns of a batch as one vector for each row. */
public final class FeatureRows {
  private FeatureRows() {}

  /**
   * The vectors of all rows, in order.
   *
   * @return double[features], or empty for a row without one of the scores
   */
  public static List<Optional<double[]>> of(CorpusBatch batch, List<String> columns) {
    double[][] values = batch.scores(columns);
    return IntStream.range(0, batch.rows()).mapToObj(row -> vector(values, row)).toList();
  }

  private static Optional<double[]> vector(double[][] columns, int row) {
    double[] vector = new double[columns.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = columns[i][row];
      if (Double.isNaN(vector[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(vector);
  }

  /** {@code size} numbers of a vector, from a place on. */
  static double[] part(double[] vector, int from, int size) {
    return Arrays.copyOfRange(vector, from, from + size);
  }

  /** The greatest absolute value of a vector; 0 if it is empty. */
  static double greatest(double[] vector) {
    double greatest = 0;
    for (double value : vector) {
      greatest = Math.max(greatest, Math.abs(value));
    }
    return greatest;
  }

  /**
   * The power of two that brings a number below 1 in absolute value, so that multiplying by it
   * loses nothing.
   */
  static double scaleFor(double greatest) {
    return greatest > 0 ? Math.scalb(1.0, -1 - Math.getExponent(greatest)) : 1;
  }

  /** The vector of length 1 in the same direction; the vector itself if all of it is 0. */
  public static double[] unit(double[] vector) {
    // Scaled first: squares of very large and very small numbers have no place in a double.
    double[] unit = scaled(vector, scaleFor(greatest(vector)));
    double square = 0;
    for (double value : unit) {
      square += value * value;
    }
    double length = Math.sqrt(square);
    if (length > 0) {
      for (int i = 0; i < unit.length; i++) {
        unit[i] /= length;
      }
    }
    return unit;
  }

  /** The vector times a number. */
  public static double[] scaled(double[] vector, double scale) {
    double[] scaled = new double[vector.length];
    for (int i = 0; i < vector.length; i++) {
      scaled[i] = vector[i] * scale;
    }
    return scaled;
  }
}
