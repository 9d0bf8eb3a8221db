package org.winnow.schemas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What scorers found out about one sample: named numbers, in a stated order.
 *
 * <p>A score is a finite number or absent. Absent means that the sample could not be scored; it is
 * never encoded as 0.
 */
public final class Scores {
  private static final Scores NONE = new Scores(List.of(), new double[0]);

  private final List<String> columns;

  /** One value for each column; NaN where the score is absent. */
  private final double[] values;

  private Scores(List<String> columns, double[] values) {
    this.columns = columns;
    this.values = values;
  }

  /** No scores. */
  public static Scores none() {
    return NONE;
  }

  /**
   * Scores from parallel columns and values.
   *
   * @param columns distinct column names, in the order in which they are written
   * @param values one value for each column; NaN means absent, an infinite value is refused
   */
  public static Scores of(List<String> columns, double... values) {
    if (columns.size() != values.length) {
      throw new IllegalArgumentException(
          "expected " + columns.size() + " values, one for each column, got " + values.length);
    }
    for (int i = 0; i < values.length; i++) {
      if (Double.isInfinite(values[i])) {
        throw new IllegalArgumentException("score " + columns.get(i) + " is " + values[i]);
      }
    }
    return new Scores(List.copyOf(columns), values.clone());
  }

  /** Names of the columns, in order. */
  public List<String> columns() {
    return columns;
  }

  /** The value of a column; empty if there is no such column or its score is absent. */
  public OptionalDouble value(String column) {
    int i = columns.indexOf(column);
    return i < 0 || Double.isNaN(values[i]) ? OptionalDouble.empty() : OptionalDouble.of(values[i]);
  }

  /** The value at position {@code i} of {@link #columns()}; NaN where absent. */
  public double valueAt(int i) {
    return values[i];
  }

  /** These scores followed by {@code more}; a column present in both takes the newer value. */
  public Scores with(Scores more) {
    List<String> names = new ArrayList<>(columns);
    double[] merged = Arrays.copyOf(values, columns.size() + more.columns.size());
    for (int i = 0; i < more.values.length; i++) {
      int at = names.indexOf(more.columns.get(i));
      if (at < 0) {
        at = names.size();
        names.add(more.columns.get(i));
      }
      merged[at] = more.values[i];
    }
    return new Scores(List.copyOf(names), Arrays.copyOf(merged, names.size()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Scores that
        && columns.equals(that.columns)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * columns.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return columns + "=" + Arrays.toString(values);
  }

  /**
   * Refuses columns of scores that no batch can hold.
   *
   * @param columns must be distinct
   * @param values double[column][row]; NaN means absent, an infinite value is refused
   */
  static void check(List<String> columns, double[][] values, int rows) {
    if (columns.size() != values.length || columns.size() != new HashSet<>(columns).size()) {
      throw new IllegalArgumentException(
          "expected distinct columns and one array for each, got "
              + columns
              + " and "
              + values.length
              + " arrays");
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i].length != rows) {
        throw new IllegalArgumentException(
            "score " + columns.get(i) + ": expected " + rows + " values, got " + values[i].length);
      }
      for (int row = 0; row < rows; row++) {
        if (Double.isInfinite(values[i][row])) {
          throw new IllegalArgumentException(
              "score " + columns.get(i) + " is " + values[i][row] + " in row " + row);
        }
      }
    }
  }
}
