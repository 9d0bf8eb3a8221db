package org.winnow.schemas.format;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.winnow.schemas.Sample;
import org.winnow.schemas.SampleVectors;

/**
 * Which columns a written file has.
 *
 * <p>In order: {@code id}, {@code domain}, the columns of the conversation, what else is known of
 * the row ({@link OptionalColumn}), then one float64 for each score under the score's own name.
 * Every row has every column.
 *
 * @param shape how the conversation is written
 * @param omitted the columns that are left out
 * @param scoreColumns names of the scores, in order; distinct, and none that another column has
 */
public record RowLayout(OutputShape shape, Set<OptionalColumn> omitted, List<String> scoreColumns)
    implements Serializable {
  public RowLayout {
    EnumSet<OptionalColumn> ordered = EnumSet.noneOf(OptionalColumn.class);
    ordered.addAll(omitted);
    omitted = Collections.unmodifiableSet(ordered);
    scoreColumns = List.copyOf(scoreColumns);
    List<String> names =
        columns(shape, omitted, scoreColumns).stream().map(OutputColumn::name).toList();
    if (new HashSet<>(names).size() != names.size()) {
      throw new IllegalArgumentException("expected distinct columns, got " + names);
    }
  }

  /** Messages, with every column. */
  public static RowLayout of(List<String> scoreColumns) {
    return new RowLayout(OutputShape.MESSAGES, Set.of(), scoreColumns);
  }

  /** The columns of a file, in order. */
  List<OutputColumn> columns() {
    return columns(shape, omitted, scoreColumns);
  }

  /** The names of the columns that hold the conversation, in order. */
  public List<String> conversationColumns() {
    return shape.columns().stream().map(OutputColumn::name).toList();
  }

  /**
   * Hands out the values of a sample's row.
   *
   * @throws IllegalArgumentException if the sample does not fit the shape
   */
  void write(Sample sample, RowValues values) throws IOException {
    values.text(sample.id());
    values.text(sample.domain());
    String meta = shape.write(sample, values);
    for (OptionalColumn column : OptionalColumn.values()) {
      if (!omitted.contains(column)) {
        switch (column) {
          case WEIGHT -> values.number(sample.weight());
          case SOURCE_FILE -> values.text(sample.origin().file());
          case SOURCE_ROW -> values.whole(sample.origin().row());
          case PARENT -> values.text(sample.origin().parent());
          case MADE_BY -> values.text(sample.origin().step());
          case META -> values.text(meta);
        }
      }
    }
    for (String column : scoreColumns) {
      values.number(sample.scores().value(column).orElse(Double.NaN));
    }
  }

  private static List<OutputColumn> columns(
      OutputShape shape, Set<OptionalColumn> omitted, List<String> scoreColumns) {
    List<OutputColumn> columns = new ArrayList<>();
    columns.add(new OutputColumn(SampleVectors.ID, ColumnType.TEXT));
    columns.add(new OutputColumn(SampleVectors.DOMAIN, ColumnType.TEXT));
    columns.addAll(shape.columns());
    for (OptionalColumn column : OptionalColumn.values()) {
      if (!omitted.contains(column)) {
        columns.add(new OutputColumn(column.label(), typeOf(column)));
      }
    }
    scoreColumns.forEach(name -> columns.add(new OutputColumn(name, ColumnType.NUMBER)));
    return columns;
  }

  private static ColumnType typeOf(OptionalColumn column) {
    return switch (column) {
      case WEIGHT -> ColumnType.NUMBER;
      case SOURCE_ROW -> ColumnType.WHOLE;
      case SOURCE_FILE, PARENT, MADE_BY, META -> ColumnType.TEXT;
    };
  }
}
