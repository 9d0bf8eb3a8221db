package org.winnow.schemas.format;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.winnow.schemas.Message;

/** The values of one row in Arrow vectors; rows are filled in order from 0. */
final class ArrowRowValues implements RowValues {
  private static final String ITEM = "item";

  private final VectorSchemaRoot root;
  private final List<OutputColumn> columns;
  private final int row;
  private int next;

  /**
   * Row {@code row} of {@code root}, which has the schema of {@code columns}; ownership is not
   * taken.
   */
  ArrowRowValues(VectorSchemaRoot root, List<OutputColumn> columns, int row) {
    this.root = root;
    this.columns = columns;
    this.row = row;
  }

  /** The Arrow schema of these columns. */
  static Schema schema(List<OutputColumn> columns) {
    return new Schema(columns.stream().map(ArrowRowValues::field).toList());
  }

  private static Field field(OutputColumn column) {
    ColumnType type = column.type();
    return switch (type) {
      case TEXT -> utf8(column.name());
      case WHOLE -> Field.nullable(column.name(), new ArrowType.Int(Long.SIZE, true));
      case NUMBER ->
          Field.nullable(column.name(), new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
      case ROLE_TURNS, FROM_TURNS ->
          list(
              column.name(),
              new Field(
                  ITEM,
                  FieldType.nullable(ArrowType.Struct.INSTANCE),
                  List.of(utf8(type.speaker()), utf8(type.text()))));
      case PAIRS -> list(column.name(), list(ITEM, utf8(ITEM)));
    };
  }

  private static Field utf8(String name) {
    return Field.nullable(name, ArrowType.Utf8.INSTANCE);
  }

  private static Field list(String name, Field element) {
    return new Field(name, FieldType.nullable(ArrowType.List.INSTANCE), List.of(element));
  }

  @Override
  public void text(String value) {
    setText((VarCharVector) nextVector(), row, value);
  }

  @Override
  public void whole(long value) {
    ((BigIntVector) nextVector()).setSafe(row, value);
  }

  /** Puts 0 below a null, so that bytes are fixed. */
  @Override
  public void number(double value) {
    Float8Vector vector = (Float8Vector) nextVector();
    vector.setSafe(row, Double.isNaN(value) ? 0.0 : value);
    if (Double.isNaN(value)) {
      vector.setNull(row);
    }
  }

  @Override
  public void turns(List<Message> turns) {
    ColumnType type = columns.get(next).type();
    ListVector lists = (ListVector) nextVector();
    StructVector structs = (StructVector) lists.getDataVector();
    VarCharVector speakers = (VarCharVector) structs.getChild(type.speaker());
    VarCharVector texts = (VarCharVector) structs.getChild(type.text());
    int at = lists.startNewValue(row);
    for (Message turn : turns) {
      structs.setIndexDefined(at);
      setText(speakers, at, type.label(turn.role()));
      setText(texts, at, turn.content());
      at++;
    }
    lists.endValue(row, turns.size());
  }

  @Override
  public void pairs(List<Message> turns) {
    ListVector lists = (ListVector) nextVector();
    ListVector pairs = (ListVector) lists.getDataVector();
    VarCharVector texts = (VarCharVector) pairs.getDataVector();
    int pair = lists.startNewValue(row);
    for (int i = 0; i < turns.size(); i += 2) {
      int at = pairs.startNewValue(pair);
      setText(texts, at, turns.get(i).content());
      setText(texts, at + 1, turns.get(i + 1).content());
      pairs.endValue(pair, 2);
      pair++;
    }
    lists.endValue(row, turns.size() / 2);
  }

  private FieldVector nextVector() {
    return root.getVector(next++);
  }

  private static void setText(VarCharVector column, int at, String value) {
    column.setSafe(at, value.getBytes(StandardCharsets.UTF_8));
  }
}
