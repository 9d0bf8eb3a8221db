package org.winnow.schemas.format;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;

/** Samples as Parquet. */
final class ParquetShard implements ShardWriter {
  private static final String LIST = "list";
  private static final String ELEMENT = "element";

  private final Path file;
  private final ParquetWriter<Sample> writer;

  ParquetShard(Path file, RowLayout layout) throws IOException {
    this.file = file;
    this.writer = new Samples(layout).open(file);
  }

  @Override
  public void write(Sample sample) throws IOException {
    writer.write(sample);
  }

  @Override
  public void close() throws IOException {
    writer.close();
    ParquetFooter.settle(file);
  }

  private static final class Samples extends ParquetRecords<Sample> {
    private final RowLayout layout;
    private final List<OutputColumn> outputColumns;

    Samples(RowLayout layout) {
      super(new MessageType("sample", layout.columns().stream().map(Samples::column).toList()));
      this.layout = layout;
      this.outputColumns = layout.columns();
    }

    @Override
    void write(Sample sample, Columns columns) {
      try {
        layout.write(sample, new Values(columns, outputColumns));
      } catch (IOException e) {
        throw new UncheckedIOException("a row in memory cannot be written", e);
      }
    }

    private static Type column(OutputColumn column) {
      return switch (column.type()) {
        case TEXT -> text(column.name());
        case WHOLE -> Types.optional(INT64).named(column.name());
        case NUMBER -> Types.optional(DOUBLE).named(column.name());
        case ROLE_TURNS, FROM_TURNS ->
            Types.optionalList()
                .element(
                    Types.optionalGroup()
                        .addFields(text(column.type().speaker()), text(column.type().text()))
                        .named(ELEMENT))
                .named(column.name());
        case PAIRS ->
            Types.optionalList()
                .element(Types.optionalList().element(text(ELEMENT)).named(ELEMENT))
                .named(column.name());
      };
    }

    private static Type text(String name) {
      return Types.optional(BINARY).as(stringType()).named(name);
    }
  }

  private static final class Values implements RowValues {
    private final ParquetRecords.Columns columns;
    private final List<OutputColumn> outputColumns;
    private int next;

    Values(ParquetRecords.Columns columns, List<OutputColumn> outputColumns) {
      this.columns = columns;
      this.outputColumns = outputColumns;
    }

    @Override
    public void text(String value) {
      next++;
      columns.text(value);
    }

    @Override
    public void whole(long value) {
      next++;
      columns.number(value);
    }

    @Override
    public void number(double value) {
      next++;
      if (Double.isNaN(value)) {
        columns.skip();
      } else {
        columns.number(value);
      }
    }

    @Override
    public void turns(List<Message> turns) {
      ColumnType type = outputColumns.get(next++).type();
      columns.column(
          consumer -> list(consumer, turns.size(), i -> turn(consumer, type, turns.get(i))));
    }

    @Override
    public void pairs(List<Message> turns) {
      next++;
      columns.column(
          consumer -> list(consumer, turns.size() / 2, i -> pair(consumer, turns, 2 * i)));
    }

    private static void pair(RecordConsumer consumer, List<Message> turns, int at) {
      list(consumer, 2, i -> consumer.addBinary(ParquetRecords.utf8(turns.get(at + i).content())));
    }

    private static void turn(RecordConsumer consumer, ColumnType type, Message turn) {
      consumer.startGroup();
      writeText(consumer, type.speaker(), 0, type.label(turn.role()));
      writeText(consumer, type.text(), 1, turn.content());
      consumer.endGroup();
    }

    private static void list(RecordConsumer consumer, int size, IntConsumer writeElement) {
      consumer.startGroup();
      if (size > 0) {
        consumer.startField(LIST, 0);
        for (int i = 0; i < size; i++) {
          consumer.startGroup();
          consumer.startField(ELEMENT, 0);
          writeElement.accept(i);
          consumer.endField(ELEMENT, 0);
          consumer.endGroup();
        }
        consumer.endField(LIST, 0);
      }
      consumer.endGroup();
    }

    private static void writeText(RecordConsumer consumer, String name, int at, String value) {
      consumer.startField(name, at);
      consumer.addBinary(ParquetRecords.utf8(value));
      consumer.endField(name, at);
    }
  }
}
