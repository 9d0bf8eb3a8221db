package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of MosaicML Streaming's MDS, which its name tells: it has no first bytes of its own.
 *
 * <p>Reads the encodings {@code str}, {@code json}, {@code int} and {@code float64}; a file with
 * another is refused as a whole.
 */
final class MdsFormat implements FileFormat {
  private static final String SUFFIX = "mds";

  /** Longest configuration that is believed. */
  private static final long MAX_CONFIG_BYTES = 16L << 20;

  @Override
  public boolean recognises(Input input) {
    return input.suffix().equals(SUFFIX);
  }

  @Override
  public RowCursor open(Input input, ReadLimits limits) throws DamagedFile, IOException {
    SeekableByteChannel channel = input.disk().channel();
    try {
      return Rows.open(channel, limits);
    } catch (DamagedFile | IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private record Column(String name, Encoding encoding) {}

  private enum Encoding {
    STR,
    JSON,
    INT,
    FLOAT64;

    boolean isFixed() {
      return this == INT || this == FLOAT64;
    }

    static Encoding of(String label) throws DamagedFile {
      for (Encoding encoding : values()) {
        if (encoding.name().toLowerCase(Locale.ROOT).equals(label)) {
          return encoding;
        }
      }
      throw DamagedFile.whole(
          DamagedFile.UNREADABLE,
          "expected columns of str, json, int or float64, found '"
              + Excerpt.around(label, 0)
              + "'");
    }
  }

  private static final class Rows implements RowCursor {
    private final SeekableByteChannel channel;
    private final ReadLimits limits;
    private final List<Column> columns;
    private final long count;
    private long row;

    private Rows(SeekableByteChannel channel, ReadLimits limits, List<Column> columns, long count) {
      this.channel = channel;
      this.limits = limits;
      this.columns = columns;
      this.count = count;
    }

    static Rows open(SeekableByteChannel channel, ReadLimits limits)
        throws DamagedFile, IOException {
      long size = channel.size();
      if (size < 2 * Integer.BYTES) {
        throw DamagedFile.whole(
            DamagedFile.TRUNCATED, "expected a count, found " + size + " bytes");
      }
      long count = Integer.toUnsignedLong(read(channel, 0, Integer.BYTES).getInt());
      long offsetsEnd = Integer.BYTES * (count + 2);
      if (offsetsEnd > size) {
        throw DamagedFile.whole(
            DamagedFile.TRUNCATED,
            "expected offsets of " + count + " samples, found " + size + " bytes");
      }
      long configEnd = Integer.toUnsignedLong(read(channel, Integer.BYTES, Integer.BYTES).getInt());
      if (configEnd < offsetsEnd || configEnd > size || configEnd - offsetsEnd > MAX_CONFIG_BYTES) {
        throw DamagedFile.whole(
            DamagedFile.UNREADABLE,
            "expected a configuration up to byte " + configEnd + " of " + size);
      }
      byte[] config = read(channel, offsetsEnd, (int) (configEnd - offsetsEnd)).array();
      return new Rows(channel, limits, columns(config), count);
    }

    private static List<Column> columns(byte[] config) throws DamagedFile {
      ObjectNode json;
      try {
        json = new JsonRow().parse(config, config.length);
      } catch (BadRow e) {
        throw DamagedFile.whole(DamagedFile.UNREADABLE, "configuration: " + e.evidence());
      }
      JsonNode names = json.path("column_names");
      JsonNode encodings = json.path("column_encodings");
      List<Column> columns = new ArrayList<>();
      for (int i = 0; i < names.size(); i++) {
        columns.add(
            new Column(names.path(i).asText(), Encoding.of(encodings.path(i).asText("nothing"))));
      }
      if (new HashSet<>(columns.stream().map(Column::name).toList()).size() != columns.size()) {
        throw DamagedFile.whole("duplicate_field", "two columns have one name");
      }
      return columns;
    }

    @Override
    public Optional<ObjectNode> next() throws BadRow, DamagedFile, IOException {
      if (row == count) {
        return Optional.empty();
      }
      ByteBuffer bounds = read(channel, Integer.BYTES * (row + 1), 2 * Integer.BYTES);
      long start = Integer.toUnsignedLong(bounds.getInt());
      long end = Integer.toUnsignedLong(bounds.getInt());
      if (end < start) {
        throw DamagedFile.afterLastRow(
            DamagedFile.UNREADABLE, "a sample from byte " + start + " to byte " + end);
      }
      if (end > channel.size()) {
        throw DamagedFile.afterLastRow(
            DamagedFile.TRUNCATED,
            "expected a sample up to byte " + end + ", found " + channel.size() + " bytes");
      }
      row++;
      if (end - start > limits.maxRowBytes()) {
        throw new BadRow(
            "row_too_long",
            "expected at most " + limits.maxRowBytes() + " bytes, found " + (end - start));
      }
      ObjectNode object = decode(read(channel, start, (int) (end - start)));
      JsonValues.checkLength(object, limits);
      return Optional.of(object);
    }

    private ObjectNode decode(ByteBuffer sample) throws BadRow {
      int[] sizes = new int[columns.size()];
      long expected = 0;
      for (int i = 0; i < sizes.length; i++) {
        boolean fixed = columns.get(i).encoding().isFixed();
        if (!fixed && sample.remaining() < Integer.BYTES) {
          throw new BadRow("malformed_sample", "the sample ends before its sizes");
        }
        sizes[i] = fixed ? Long.BYTES : sample.getInt();
        expected += Integer.toUnsignedLong(sizes[i]);
      }
      if (expected != sample.remaining()) {
        throw new BadRow(
            "malformed_sample",
            "expected " + expected + " bytes of columns, found " + sample.remaining());
      }
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      for (int i = 0; i < sizes.length; i++) {
        byte[] value = new byte[sizes[i]];
        sample.get(value);
        object.set(columns.get(i).name(), decode(columns.get(i), value));
      }
      return object;
    }

    private static JsonNode decode(Column column, byte[] value) throws BadRow {
      return switch (column.encoding()) {
        case STR -> JsonValues.text(value, column.name());
        case JSON -> json(value);
        case INT -> JsonNodeFactory.instance.numberNode(littleEndian(value).getLong());
        case FLOAT64 -> JsonValues.number(littleEndian(value).getDouble());
      };
    }

    /** Any JSON value; the strict reader takes objects only, so the value becomes part of one. */
    private static JsonNode json(byte[] value) throws BadRow {
      byte[] before = "{\"\":".getBytes(StandardCharsets.US_ASCII);
      ByteBuffer object = ByteBuffer.allocate(before.length + value.length + 1);
      object.put(before).put(value).put((byte) '}');
      ObjectNode parsed = new JsonRow().parse(object.array(), object.capacity());
      @Nullable JsonNode only = parsed.size() == 1 ? parsed.get("") : null;
      if (only == null) {
        throw new BadRow("malformed_json", "expected one JSON value in a column");
      }
      return only;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
      return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer read(SeekableByteChannel channel, long from, int bytes)
        throws DamagedFile, IOException {
      ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
      channel.position(from);
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw DamagedFile.afterLastRow(
              DamagedFile.TRUNCATED, "the file ends before byte " + (from + bytes));
        }
      }
      return buffer.flip();
    }

    @Override
    public long row() {
      return row;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
