package org.winnow.schemas;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of a store, behind its checksum: written under a temporary name, forced to disk and
 * renamed, so that it is whole or not there.
 */
public final class StoreEntry {
  private static final Logger LOG = LoggerFactory.getLogger(StoreEntry.class);
  private static final int CHECKSUM_BYTES = 32;

  private StoreEntry() {}

  /** What {@link #write} wrote, or empty if there is no file or it is damaged. */
  public static Optional<byte[]> read(Path file) throws IOException {
    return read(file, () -> {});
  }

  /** The same; a damaged file is told of to {@code whenDamaged}. */
  static Optional<byte[]> read(Path file, Runnable whenDamaged) throws IOException {
    byte[] entry;
    try {
      entry = Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (entry.length >= CHECKSUM_BYTES) {
      byte[] body = Arrays.copyOfRange(entry, CHECKSUM_BYTES, entry.length);
      if (Digests.hex(body).equals(HexFormat.of().formatHex(entry, 0, CHECKSUM_BYTES))) {
        return Optional.of(body);
      }
    }
    LOG.warn("store entry {} is damaged and counts as missing", file);
    whenDamaged.run();
    return Optional.empty();
  }

  /** Writes an entry; the last of several writers wins. */
  public static void write(Path file, byte[] body) throws IOException {
    ByteArrayOutputStream entry = new ByteArrayOutputStream(body.length + CHECKSUM_BYTES);
    entry.writeBytes(HexFormat.of().parseHex(Digests.hex(body)));
    entry.writeBytes(body);
    byte[] bytes = entry.toByteArray();
    AtomicFile.write(file, temporary -> Files.write(temporary, bytes));
  }
}
