package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The columns of MDS files and how each is encoded: texts as {@code str}, whole numbers as {@code
 * int}, scores as {@code float64} (NaN where absent, for there is no null), lists as {@code json}.
 */
final class MdsColumns {
  /** Size of a file at which MosaicML's own writer starts another. */
  static final long SIZE_LIMIT = 1L << 26;

  private static final int VERSION = 2;

  private final List<OutputColumn> columns;
  private final List<Integer> byName;

  MdsColumns(RowLayout layout) {
    this.columns = layout.columns();
    this.byName =
        IntStream.range(0, columns.size())
            .boxed()
            .sorted(Comparator.comparing(i -> columns.get(i).name()))
            .toList();
  }

  /** The columns in the layout's order. */
  List<OutputColumn> columns() {
    return columns;
  }

  /** Positions of the columns in the layout, in the order of their names, as files hold them. */
  List<Integer> byName() {
    return byName;
  }

  /** Whether all values of a column have one size, so that files do not say it. */
  static boolean isFixed(OutputColumn column) {
    return fixedBytes(column.type()) > 0;
  }

  /** What a file and its entry in the index say of the columns, keys in order. */
  ObjectNode config() {
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    ArrayNode encodings = config.putArray("column_encodings");
    ArrayNode names = config.putArray("column_names");
    ArrayNode sizes = config.putArray("column_sizes");
    for (int i : byName) {
      OutputColumn column = columns.get(i);
      encodings.add(encoding(column.type()));
      names.add(column.name());
      if (isFixed(column)) {
        sizes.add(fixedBytes(column.type()));
      } else {
        sizes.addNull();
      }
    }
    config.putNull("compression");
    config.put("format", "mds");
    config.putArray("hashes").add("sha256");
    config.put("size_limit", SIZE_LIMIT);
    config.put("version", VERSION);
    return config;
  }

  private static String encoding(ColumnType type) {
    return switch (type) {
      case TEXT -> "str";
      case WHOLE -> "int";
      case NUMBER -> "float64";
      case ROLE_TURNS, FROM_TURNS, PAIRS -> "json";
    };
  }

  private static int fixedBytes(ColumnType type) {
    return switch (type) {
      case WHOLE, NUMBER -> Long.BYTES;
      case TEXT, ROLE_TURNS, FROM_TURNS, PAIRS -> 0;
    };
  }
}
