package org.winnow.scorers.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads headers of safetensors files: an unsigned 64-bit little-endian length, that many bytes of
 * JSON, then the values.
 */
final class Safetensors {
  private static final long MAX_HEADER_BYTES = 100_000_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private Safetensors() {}

  /**
   * The tensors of one file, by name.
   *
   * @param problems takes what is wrong with the file
   */
  static Map<String, TensorEntry> header(Path file, List<String> problems) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      ByteBuffer length = read(channel, 0, Long.BYTES);
      if (length.remaining() < Long.BYTES) {
        problems.add(file.getFileName() + ": not a safetensors file, it has " + size + " bytes");
        return Map.of();
      }
      long headerBytes = length.getLong();
      if (headerBytes < 2 || headerBytes > Math.min(MAX_HEADER_BYTES, size - Long.BYTES)) {
        problems.add(
            file.getFileName()
                + ": corrupt header, it claims "
                + headerBytes
                + " bytes in a file of "
                + size);
        return Map.of();
      }
      byte[] header = new byte[(int) headerBytes];
      read(channel, Long.BYTES, header.length).get(header);
      return entries(file, JSON.readTree(header), Long.BYTES + headerBytes, size, problems);
    } catch (JsonProcessingException e) {
      problems.add(file.getFileName() + ": corrupt header, " + e.getOriginalMessage());
    } catch (IOException e) {
      problems.add(file.getFileName() + ": cannot be read, " + e);
    }
    return Map.of();
  }

  private static ByteBuffer read(FileChannel channel, long at, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) >= 0) {
      continue;
    }
    return buffer.flip();
  }

  private static Map<String, TensorEntry> entries(
      Path file, JsonNode header, long dataStart, long fileBytes, List<String> problems) {
    Map<String, TensorEntry> entries = new TreeMap<>();
    header
        .fields()
        .forEachRemaining(
            field -> {
              if (!field.getKey().equals("__metadata__")) {
                entry(file, field.getKey(), field.getValue(), dataStart, fileBytes, problems)
                    .ifPresent(entry -> entries.put(entry.name(), entry));
              }
            });
    return entries;
  }

  private static Optional<TensorEntry> entry(
      Path file,
      String name,
      JsonNode json,
      long dataStart,
      long fileBytes,
      List<String> problems) {
    String where = file.getFileName() + ": tensor " + name + ": ";
    String label = json.path("dtype").asText();
    Optional<TensorEntry.Type> type = TensorEntry.Type.of(label);
    if (type.isEmpty()) {
      problems.add(where + "dtype '" + label + "' is not supported, expected F32, F16 or BF16");
      return Optional.empty();
    }
    List<Long> shape = new ArrayList<>();
    json.path("shape").forEach(size -> shape.add(size.asLong()));
    long begin = json.path("data_offsets").path(0).asLong(-1);
    long end = json.path("data_offsets").path(1).asLong(-1);
    long expected = type.get().bytes();
    for (long size : shape) {
      expected = Math.multiplyExact(expected, size);
    }
    if (begin < 0 || end - begin != expected) {
      problems.add(
          where
              + "corrupt header, expected "
              + expected
              + " bytes of values, found "
              + (end - begin));
      return Optional.empty();
    }
    if (dataStart + end > fileBytes) {
      problems.add(
          where
              + "the file is cut short, values end at byte "
              + (dataStart + end)
              + " of a file of "
              + fileBytes);
      return Optional.empty();
    }
    return Optional.of(
        new TensorEntry(name, file, type.get(), shape, dataStart + begin, end - begin));
  }
}
