package org.winnow.schemas.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;
import org.winnow.schemas.SampleVectors;

/** JSON lines. Every key is in every line, and a float always has a point or an exponent. */
final class JsonLinesShard implements ShardWriter {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int ZSTANDARD_LEVEL = 3;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private final JsonGenerator json;
  private final List<String> scoreColumns;

  private JsonLinesShard(OutputStream out, List<String> scoreColumns) throws IOException {
    this.json = JSON.createGenerator(new BufferedOutputStream(out, BUFFER_BYTES));
    this.json.setRootValueSeparator(null);
    this.scoreColumns = scoreColumns;
  }

  static JsonLinesShard plain(Path file, List<String> scoreColumns) throws IOException {
    return new JsonLinesShard(Files.newOutputStream(file), scoreColumns);
  }

  static JsonLinesShard zstandard(Path file, List<String> scoreColumns) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    return new JsonLinesShard(new ZstdOutputStreamNoFinalizer(out, ZSTANDARD_LEVEL), scoreColumns);
  }

  @Override
  public void write(Sample sample) throws IOException {
    json.writeStartObject();
    json.writeStringField(SampleVectors.ID, sample.id());
    json.writeStringField(SampleVectors.DOMAIN, sample.domain());
    json.writeArrayFieldStart(SampleVectors.MESSAGES);
    for (Message message : sample.messages()) {
      json.writeStartObject();
      json.writeStringField(SampleVectors.ROLE, message.role().label());
      json.writeStringField(SampleVectors.CONTENT, message.content());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeNumberField(SampleVectors.WEIGHT, sample.weight());
    json.writeStringField(SampleVectors.SOURCE_FILE, sample.origin().file());
    json.writeNumberField(SampleVectors.SOURCE_ROW, sample.origin().row());
    json.writeStringField(SampleVectors.PARENT, sample.origin().parent());
    json.writeStringField(SampleVectors.MADE_BY, sample.origin().step());
    json.writeStringField(SampleVectors.META, sample.meta());
    for (String column : scoreColumns) {
      OptionalDouble score = sample.scores().value(column);
      if (score.isPresent()) {
        json.writeNumberField(column, score.getAsDouble());
      } else {
        json.writeNullField(column);
      }
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
