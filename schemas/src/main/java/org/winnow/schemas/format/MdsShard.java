package org.winnow.schemas.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;

/**
 * One file of an MDS dataset, little-endian: the number n of samples, n + 1 offsets from the start
 * of the file, the configuration as JSON, the samples. A sample is the sizes of its columns without
 * a fixed size, then all its columns, both in the order of names.
 *
 * <p>Holds the file's samples in memory, because their number comes first.
 */
final class MdsShard implements ShardWriter {
  private static final JsonFactory JSON = new JsonFactory();

  private final Path file;
  private final RowLayout layout;
  private final MdsColumns columns;
  private final byte[] config;
  private final List<byte[]> samples = new ArrayList<>();
  private long bytes;
  private @Nullable Sample encodedSample;
  private byte[] encoded = {};

  MdsShard(Path file, RowLayout layout) {
    this.file = file;
    this.layout = layout;
    this.columns = new MdsColumns(layout);
    this.config = columns.config().toString().getBytes(StandardCharsets.UTF_8);
    this.bytes = 2L * Integer.BYTES + config.length;
  }

  @Override
  public boolean hasRoomFor(Sample sample) {
    return samples.isEmpty()
        || bytes + Integer.BYTES + encode(sample).length <= MdsColumns.SIZE_LIMIT;
  }

  @Override
  public void write(Sample sample) {
    byte[] row = encode(sample);
    samples.add(row);
    bytes += Integer.BYTES + row.length;
    encodedSample = null;
    encoded = new byte[0];
  }

  /** The sample's bytes, kept until it is written. */
  private byte[] encode(Sample sample) {
    if (sample != encodedSample) {
      Values values = new Values(columns.columns());
      try {
        layout.write(sample, values);
      } catch (IOException e) {
        throw new IllegalStateException("a row in memory cannot be written", e);
      }
      encoded = values.toBytes(columns);
      encodedSample = sample;
    }
    return encoded;
  }

  @Override
  public void close() throws IOException {
    ByteBuffer head = littleEndian(Integer.BYTES * (samples.size() + 2));
    head.putInt(samples.size());
    long at = (long) head.capacity() + config.length;
    head.putInt((int) at);
    for (byte[] sample : samples) {
      at += sample.length;
      head.putInt((int) at);
    }
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      out.write(head.array());
      out.write(config);
      for (byte[] sample : samples) {
        out.write(sample);
      }
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static final class Values implements RowValues {
    private final List<OutputColumn> columns;
    private final List<byte[]> values = new ArrayList<>();

    Values(List<OutputColumn> columns) {
      this.columns = columns;
    }

    @Override
    public void text(String value) {
      values.add(value.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void whole(long value) {
      values.add(littleEndian(Long.BYTES).putLong(value).array());
    }

    @Override
    public void number(double value) {
      values.add(littleEndian(Double.BYTES).putDouble(value).array());
    }

    @Override
    public void turns(List<Message> turns) throws IOException {
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      try (JsonGenerator generator = JSON.createGenerator(json)) {
        JsonTurns.write(generator, columns.get(values.size()).type(), turns);
      }
      values.add(json.toByteArray());
    }

    @Override
    public void pairs(List<Message> turns) throws IOException {
      ByteArrayOutputStream json = new ByteArrayOutputStream();
      try (JsonGenerator generator = JSON.createGenerator(json)) {
        JsonTurns.writePairs(generator, turns);
      }
      values.add(json.toByteArray());
    }

    byte[] toBytes(MdsColumns order) {
      int sizes = 0;
      int content = 0;
      for (int i = 0; i < columns.size(); i++) {
        sizes += MdsColumns.isFixed(columns.get(i)) ? 0 : Integer.BYTES;
        content += values.get(i).length;
      }
      ByteBuffer row = littleEndian(sizes + content);
      for (int i : order.byName()) {
        if (!MdsColumns.isFixed(columns.get(i))) {
          row.putInt(values.get(i).length);
        }
      }
      for (int i : order.byName()) {
        row.put(values.get(i));
      }
      return row.array();
    }
  }
}
