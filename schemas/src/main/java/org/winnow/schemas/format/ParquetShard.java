package org.winnow.schemas.format;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;
import org.winnow.schemas.SampleVectors;

/** Samples as Parquet. */
final class ParquetShard implements ShardWriter {
  private final Path file;
  private final ParquetWriter<Sample> writer;

  ParquetShard(Path file, List<String> scoreColumns) throws IOException {
    this.file = file;
    this.writer = new Samples(scoreColumns).open(file);
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
    private static final String LIST = "list";
    private static final String ELEMENT = "element";

    private final List<String> scoreColumns;

    Samples(List<String> scoreColumns) {
      super(schema(scoreColumns));
      this.scoreColumns = scoreColumns;
    }

    @Override
    void write(Sample sample, Columns columns) {
      columns.text(sample.id());
      columns.text(sample.domain());
      columns.column(consumer -> writeMessages(consumer, sample.messages()));
      columns.number(sample.weight());
      columns.text(sample.origin().file());
      columns.number(sample.origin().row());
      columns.text(sample.origin().parent());
      columns.text(sample.origin().step());
      columns.text(sample.meta());
      for (String column : scoreColumns) {
        OptionalDouble score = sample.scores().value(column);
        if (score.isPresent()) {
          columns.number(score.getAsDouble());
        } else {
          columns.skip();
        }
      }
    }

    private static void writeMessages(RecordConsumer consumer, List<Message> messages) {
      consumer.startGroup();
      consumer.startField(LIST, 0);
      for (Message message : messages) {
        consumer.startGroup();
        consumer.startField(ELEMENT, 0);
        consumer.startGroup();
        writeText(consumer, SampleVectors.ROLE, 0, message.role().label());
        writeText(consumer, SampleVectors.CONTENT, 1, message.content());
        consumer.endGroup();
        consumer.endField(ELEMENT, 0);
        consumer.endGroup();
      }
      consumer.endField(LIST, 0);
      consumer.endGroup();
    }

    private static void writeText(RecordConsumer consumer, String name, int at, String value) {
      consumer.startField(name, at);
      consumer.addBinary(utf8(value));
      consumer.endField(name, at);
    }

    private static MessageType schema(List<String> scoreColumns) {
      GroupType turn =
          Types.optionalGroup()
              .addFields(text(SampleVectors.ROLE), text(SampleVectors.CONTENT))
              .named(ELEMENT);
      List<Type> columns = new ArrayList<>();
      columns.add(text(SampleVectors.ID));
      columns.add(text(SampleVectors.DOMAIN));
      columns.add(Types.optionalList().element(turn).named(SampleVectors.MESSAGES));
      columns.add(Types.optional(DOUBLE).named(SampleVectors.WEIGHT));
      columns.add(text(SampleVectors.SOURCE_FILE));
      columns.add(Types.optional(INT64).named(SampleVectors.SOURCE_ROW));
      columns.add(text(SampleVectors.PARENT));
      columns.add(text(SampleVectors.MADE_BY));
      columns.add(text(SampleVectors.META));
      scoreColumns.forEach(name -> columns.add(Types.optional(DOUBLE).named(name)));
      return new MessageType("sample", columns);
    }

    private static Type text(String name) {
      return Types.optional(BINARY).as(stringType()).named(name);
    }
  }
}
