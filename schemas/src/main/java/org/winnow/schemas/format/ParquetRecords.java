package org.winnow.schemas.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * How records of one kind go into a Parquet file: their columns, and their values in that order.
 *
 * @param <T> the kind of record
 */
abstract class ParquetRecords<T> {
  private static final long ROW_GROUP_BYTES = 64L << 20;

  /** Rows between looks at the size; few, because a row can be megabytes. */
  private static final int ROWS_BEFORE_SIZE_CHECK = 10;

  /**
   * Columns whose values hardly ever repeat, of all kinds of record: a dictionary of them costs
   * time and is thrown away. One list for all, because the library keeps the settings of the writer
   * that was opened last for every writer that is open: two kinds at once would change each other's
   * files.
   */
  private static final List<String> DISTINCT_COLUMNS =
      List.of(
          "id",
          "row",
          "source_row",
          "messages.list.element.content",
          "conversations.list.element.value",
          "instruction",
          "output",
          "prompt.list.element.content",
          "completion.list.element.content",
          "chosen.list.element.content",
          "rejected.list.element.content");

  private final MessageType schema;

  /** Records of these columns. */
  ParquetRecords(MessageType schema) {
    this.schema = schema;
  }

  /** Gives a record's values, column by column, to {@code columns}. */
  abstract void write(T row, Columns columns);

  /** A text's value; Parquet's own conversion encodes character by character. */
  static Binary utf8(String text) {
    return Binary.fromConstantByteArray(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Creates a file, or replaces it; the caller closes the writer. */
  ParquetWriter<T> open(Path file) throws IOException {
    Builder<T> builder = new Builder<>(new LocalOutputFile(file), this);
    for (String column : DISTINCT_COLUMNS) {
      builder.withDictionaryEncoding(column, false);
    }
    return builder
        .withConf(new PlainParquetConfiguration())
        .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
        .withCompressionCodec(CompressionCodecName.ZSTD)
        .withRowGroupSize(ROW_GROUP_BYTES)
        .withMinRowCountForPageSizeCheck(ROWS_BEFORE_SIZE_CHECK)
        .build();
  }

  /** The values of one record, from the first column on. */
  static final class Columns {
    private final RecordConsumer consumer;
    private final MessageType schema;
    private int next;

    Columns(RecordConsumer consumer, MessageType schema) {
      this.consumer = consumer;
      this.schema = schema;
    }

    void text(String value) {
      column(c -> c.addBinary(utf8(value)));
    }

    void number(long value) {
      column(c -> c.addLong(value));
    }

    void number(double value) {
      column(c -> c.addDouble(value));
    }

    /** Leaves the column null. */
    void skip() {
      next++;
    }

    /** A column of its own form. */
    void column(Consumer<RecordConsumer> value) {
      Type column = schema.getType(next);
      consumer.startField(column.getName(), next);
      value.accept(consumer);
      consumer.endField(column.getName(), next);
      next++;
    }
  }

  private static final class Builder<T> extends ParquetWriter.Builder<T, Builder<T>> {
    private final ParquetRecords<T> records;

    Builder(OutputFile file, ParquetRecords<T> records) {
      super(file);
      this.records = records;
    }

    @Override
    protected Builder<T> self() {
      return this;
    }

    @Override
    protected WriteSupport<T> getWriteSupport(Configuration ignored) {
      return new Support<>(records);
    }

    @Override
    protected WriteSupport<T> getWriteSupport(ParquetConfiguration ignored) {
      return new Support<>(records);
    }
  }

  private static final class Support<T> extends WriteSupport<T> {
    private final ParquetRecords<T> records;
    private @Nullable RecordConsumer consumer;

    Support(ParquetRecords<T> records) {
      this.records = records;
    }

    @Override
    public WriteContext init(Configuration ignored) {
      return new WriteContext(records.schema, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration ignored) {
      return new WriteContext(records.schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(T row) {
      RecordConsumer target = Objects.requireNonNull(consumer, "prepareForWrite comes first");
      target.startMessage();
      records.write(row, new Columns(target, records.schema));
      target.endMessage();
    }
  }
}
