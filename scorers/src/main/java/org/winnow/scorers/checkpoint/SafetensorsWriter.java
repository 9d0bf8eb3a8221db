package org.winnow.scorers.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Writes a safetensors file of float32 tensors, one array at a time. Equal values give equal bytes:
 * tensors stand in the order of their names.
 */
public final class SafetensorsWriter {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ALIGNMENT = 8;

  /** Values that are converted at once. */
  private static final int PIECE = 1 << 20;

  private final Map<String, List<Long>> shapes;
  private final Map<String, List<Part>> parts = new LinkedHashMap<>();

  /** Some rows of a tensor. */
  private record Part(TensorRows rows, Supplier<float[]> values) {}

  /** A file of these tensors, by name and shape. */
  public SafetensorsWriter(Map<String, List<Long>> shapes) {
    this.shapes = new TreeMap<>(shapes);
  }

  /**
   * Adds rows of a tensor.
   *
   * @param rows which ones; what {@link TensorRows#offset} adds on reading is taken off
   * @param values asked for once, when the file is written
   * @throws IllegalArgumentException if the file has no such tensor
   */
  public void put(TensorRows rows, Supplier<float[]> values) {
    shape(rows.tensor()); // there must be one
    parts.computeIfAbsent(rows.tensor(), name -> new ArrayList<>()).add(new Part(rows, values));
  }

  /**
   * The sizes of a tensor of the file.
   *
   * @throws IllegalArgumentException if the file has no such tensor
   */
  public List<Long> shape(String tensor) {
    return Optional.ofNullable(shapes.get(tensor))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "tensor " + tensor + ": expected one of " + shapes.keySet()));
  }

  /**
   * Writes the file.
   *
   * @throws IllegalStateException if the rows that were put do not make up the tensors
   * @throws UncheckedIOException if the file cannot be written
   */
  public void write(Path file) {
    ByteBuffer header = header();
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      writeFully(channel, header);
      for (Map.Entry<String, List<Long>> tensor : shapes.entrySet()) {
        long written = 0;
        for (Part part : parts.getOrDefault(tensor.getKey(), List.of())) {
          float[] values = part.values.get();
          check(tensor, written, part, values.length);
          for (int from = 0; from < values.length; from += PIECE) {
            writeFully(channel, bytes(values, from, part.rows.offset()));
          }
          written += values.length;
        }
        if (written != count(tensor.getValue())) {
          throw new IllegalStateException(
              "tensor "
                  + tensor.getKey()
                  + ": expected "
                  + count(tensor.getValue())
                  + " values for shape "
                  + tensor.getValue()
                  + ", found "
                  + written);
        }
      }
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  private static void check(
      Map.Entry<String, List<Long>> tensor, long written, Part part, int values) {
    long rowSize = count(tensor.getValue()) / tensor.getValue().get(0);
    if (part.rows.firstRow() * rowSize != written || count(part.rows.shape()) != values) {
      throw new IllegalStateException(
          "tensor "
              + tensor.getKey()
              + ": rows from "
              + part.rows.firstRow()
              + " are out of place");
    }
  }

  private ByteBuffer header() {
    ObjectNode json = JSON.createObjectNode();
    json.putObject("__metadata__").put("format", "pt");
    long at = 0;
    for (Map.Entry<String, List<Long>> tensor : shapes.entrySet()) {
      ObjectNode entry = json.putObject(tensor.getKey());
      entry.put("dtype", TensorEntry.Type.F32.name());
      tensor.getValue().forEach(entry.withArray("shape")::add);
      long end = at + count(tensor.getValue()) * Float.BYTES;
      entry.putArray("data_offsets").add(at).add(end);
      at = end;
    }
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    int padded = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header =
        ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded);
    header.put(text);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static long count(List<Long> shape) {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  private static ByteBuffer bytes(float[] values, int from, double offset) {
    int to = Math.min(values.length, from + PIECE);
    ByteBuffer buffer =
        ByteBuffer.allocate((to - from) * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = from; i < to; i++) {
      buffer.putFloat((float) (values[i] - offset));
    }
    return buffer.flip();
  }

  private static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }
}
