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
import org.winnow.schemas.Sample;

/** JSON lines. Every key is in every line, and a float always has a point or an exponent. */
final class JsonLinesShard implements ShardWriter {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int ZSTANDARD_LEVEL = 3;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private final JsonGenerator json;
  private final RowLayout layout;

  private JsonLinesShard(OutputStream out, RowLayout layout) throws IOException {
    this.json = JSON.createGenerator(new BufferedOutputStream(out, BUFFER_BYTES));
    this.json.setRootValueSeparator(null);
    this.layout = layout;
  }

  static JsonLinesShard plain(Path file, RowLayout layout) throws IOException {
    return new JsonLinesShard(Files.newOutputStream(file), layout);
  }

  static JsonLinesShard zstandard(Path file, RowLayout layout) throws IOException {
    OutputStream out = Files.newOutputStream(file);
    return new JsonLinesShard(new ZstdOutputStreamNoFinalizer(out, ZSTANDARD_LEVEL), layout);
  }

  @Override
  public void write(Sample sample) throws IOException {
    json.writeStartObject();
    layout.write(sample, new JsonRowValues(json, layout.columns()));
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.close();
  }
}
