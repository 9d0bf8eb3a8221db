package org.winnow.pipelines.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.schemas.Folders;

/**
 * The right to publish one dataset, held by one run at a time.
 *
 * <p>A dataset is put together in a staging folder beside its place and comes to its place by a
 * rename: readers never see a mixture of two datasets. A folder cannot replace another one in one
 * rename, so the old dataset steps aside first; a run that dies between the two renames is mended
 * by the next one, which puts the old dataset back.
 *
 * <p>Each run has a staging folder which no other run ever had: what a dead run left at work on a
 * cluster may go on writing, and must not write into the next dataset. The lock file counts them.
 */
final class Publication implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);

  /** Digits that a number of runs has at most. */
  private static final int LONGEST_COUNT = 18;

  private final RunPaths paths;
  private final FileChannel channel;
  private final FileLock lock;
  private final Path staging;

  private Publication(RunPaths paths, FileChannel channel, FileLock lock, Path staging) {
    this.paths = paths;
    this.channel = channel;
    this.lock = lock;
    this.staging = staging;
  }

  /**
   * Takes the lock, mends what a dead run left, and gives an empty staging folder.
   *
   * @throws DataException if another run is at work on the same dataset, or the place is taken by
   *     something that is not a dataset of Winnow
   */
  static Publication open(RunPaths paths) throws IOException, DataException {
    checkPlace(paths.output());
    Files.createDirectories(paths.work());
    FileChannel channel =
        FileChannel.open(
            paths.work().resolve("lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    @Nullable FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new DataException(
          "another run is at work on "
              + paths.output()
              + "; wait for it, or choose another output");
    }
    try {
      if (Files.exists(paths.previous()) && !Files.exists(paths.output())) {
        Files.move(paths.previous(), paths.output(), StandardCopyOption.ATOMIC_MOVE);
      }
      Folders.delete(paths.previous());
      Path staging = paths.stagings().resolve(String.valueOf(count(channel, paths.work())));
      clear(paths.stagings());
      return new Publication(paths, channel, lock, Files.createDirectories(staging));
    } catch (IOException e) {
      channel.close(); // and with it the lock
      throw e;
    }
  }

  /** Where this run puts its dataset together; empty at first. */
  Path staging() {
    return staging;
  }

  /** Puts the staged dataset in its place. */
  void publish() throws IOException {
    Folders.force(staging);
    boolean replaces = Files.exists(paths.output());
    if (replaces) {
      Files.move(paths.output(), paths.previous(), StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(staging, paths.output(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (replaces) {
        Files.move(paths.previous(), paths.output(), StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    Folders.forceEntry(paths.output().resolveSibling("."));
    Folders.delete(paths.previous());
    clear(paths.stagings());
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }

  /** Counts this run in the lock file. */
  private static long count(FileChannel channel, Path work) throws IOException {
    ByteBuffer before = ByteBuffer.allocate(LONGEST_COUNT + 1);
    channel.read(before, 0);
    String text = new String(before.array(), 0, before.position(), StandardCharsets.US_ASCII);
    if (!text.matches("\\d{0," + LONGEST_COUNT + "}")) {
      throw new IOException(
          "expected the number of runs in "
              + work.resolve("lock")
              + ", found '"
              + text
              + "'; delete the file when no run is at work");
    }
    long count = text.isEmpty() ? 1 : Long.parseLong(text) + 1;
    channel.write(ByteBuffer.wrap(String.valueOf(count).getBytes(StandardCharsets.US_ASCII)), 0);
    channel.force(true);
    return count;
  }

  /** Deletes what earlier runs left; one that still writes there does so in a folder of its own. */
  private static void clear(Path stagings) throws IOException {
    try {
      Folders.delete(stagings);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      LOG.info("somebody is at work in {}, perhaps what a dead run left on a cluster", stagings, e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another run in this process
    }
  }

  private static void checkPlace(Path output) throws IOException, DataException {
    if (!Files.exists(output) || Files.exists(output.resolve("_winnow"))) {
      return;
    }
    if (Files.isDirectory(output)) {
      try (var entries = Files.list(output)) {
        if (entries.findAny().isEmpty()) {
          return;
        }
      }
    }
    throw new DataException(
        output + " exists and is not a dataset of winnow; it is left alone, choose another output");
  }
}
