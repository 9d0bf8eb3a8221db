package org.winnow.schemas;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;

/** Score columns as Arrow vectors: behind the fixed columns, each with a prefix to its name. */
final class ScoreVectors {
  private static final String PREFIX = "score:";

  private ScoreVectors() {}

  /** The names of score columns as they appear in a schema. */
  static List<String> fields(List<String> columns) {
    return columns.stream().map(column -> PREFIX + column).toList();
  }

  /** The names of a schema's score columns as they appear in it. */
  static List<String> fieldsOf(List<Field> fields) {
    return fields.stream().skip(SampleVectors.FIXED_COLUMNS).map(Field::getName).toList();
  }

  /** The names of a schema's score columns, in order. */
  static List<String> columnsOf(List<Field> fields) {
    return fieldsOf(fields).stream().map(field -> field.substring(PREFIX.length())).toList();
  }

  /**
   * One score of every row.
   *
   * @return double[rows]; NaN where the score is absent
   * @throws IllegalArgumentException if there is no such column
   */
  static double[] read(VectorSchemaRoot root, String column, int rows) {
    if (!(root.getVector(PREFIX + column) instanceof Float8Vector values)) {
      throw new IllegalArgumentException(
          "no score column '"
              + column
              + "', the batch has "
              + columnsOf(root.getSchema().getFields()));
    }
    return IntStream.range(0, rows).mapToDouble(row -> SampleVectors.score(values, row)).toArray();
  }
}
