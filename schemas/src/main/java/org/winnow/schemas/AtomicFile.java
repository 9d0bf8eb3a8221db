package org.winnow.schemas;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files that are whole or not there. */
public final class AtomicFile {
  private static final AtomicLong ATTEMPTS = new AtomicLong();

  /** The names of temporary files: a process id, a number, a time. */
  private static final Pattern TEMPORARY = Pattern.compile("\\..+\\.\\d+-\\d+-[0-9a-f]+\\.tmp");

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
   *
   * <p>Where the target is not of this machine, the file is filled here first, so that fillers may
   * write in any order, then sent under a temporary name and renamed there.
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
    if (!Locations.isLocal(target)) {
      try {
        send(target, temporary, filler);
      } catch (IOException e) {
        throw withPlace(e, target);
      }
      return;
    }
    try {
      filler.fill(temporary);
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw withPlace(e, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /**
   * Deletes what processes left below a folder that were killed while they wrote files: temporary
   * files. Nobody may be writing there.
   */
  public static void deleteLeftovers(Path folder) throws IOException {
    List<Path> leftovers;
    try (Stream<Path> files = Files.walk(folder)) {
      leftovers =
          files
              .filter(file -> TEMPORARY.matcher(String.valueOf(file.getFileName())).matches())
              .filter(Files::isRegularFile)
              .toList();
    }
    for (Path file : leftovers) {
      Files.deleteIfExists(file);
    }
  }

  /** A full disk is told without a word of where it is. */
  private static IOException withPlace(IOException failure, Path target) {
    return failure.getClass() == IOException.class
        ? new IOException("cannot write " + target + ": " + failure.getMessage(), failure)
        : failure;
  }

  private static void send(Path target, Path temporary, Filler filler) throws IOException {
    Path here = Files.createTempDirectory("winnow");
    try {
      Path file = here.resolve("file");
      filler.fill(file);
      try {
        try (OutputStream out = Files.newOutputStream(temporary)) {
          Files.copy(file, out);
        }
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException | RuntimeException e) {
        deleteAfter(e, temporary);
        throw e;
      }
    } finally {
      Folders.delete(here);
    }
  }

  /** Deletes what a failure left, and keeps the failure if that fails too. */
  private static void deleteAfter(Exception failure, Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException | RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
