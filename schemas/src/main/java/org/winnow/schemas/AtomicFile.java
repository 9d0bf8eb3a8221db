package org.winnow.schemas;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/** Files that are whole or not there. */
public final class AtomicFile {
  private static final AtomicLong ATTEMPTS = new AtomicLong();

  private AtomicFile() {}

  /** Fills a file. */
  @FunctionalInterface
  public interface Filler {
    /** Creates {@code file}, which does not exist yet, and writes all of it. */
    void fill(Path file) throws IOException;
  }

  /**
   * Writes a file under a temporary name beside its own, forces it to disk and renames it. A file
   * of that name is replaced; folders are created where missing. If the filler fails, nothing is
   * left.
   */
  public static void write(Path target, Filler filler) throws IOException {
    Path parent = target.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("expected a file inside a folder, got " + target);
    }
    Files.createDirectories(parent);
    Path temporary =
        parent.resolve(
            "."
                + target.getFileName()
                + "."
                + ProcessHandle.current().pid()
                + "-"
                + ATTEMPTS.incrementAndGet()
                + "-"
                + Long.toHexString(System.nanoTime()) // tells containers of equal process ids apart
                + ".tmp");
    try {
      filler.fill(temporary);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
