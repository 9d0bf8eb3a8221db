package org.winnow.pipelines.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
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
 */
final class Publication implements Closeable {
  private final RunPaths paths;
  private final FileChannel channel;
  private final FileLock lock;

  private Publication(RunPaths paths, FileChannel channel, FileLock lock) {
    this.paths = paths;
    this.channel = channel;
    this.lock = lock;
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
            paths.work().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    @Nullable FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new DataException(
          "another run is at work on "
              + paths.output()
              + "; wait for it, or choose another output");
    }
    Publication publication = new Publication(paths, channel, lock);
    if (Files.exists(paths.previous()) && !Files.exists(paths.output())) {
      Files.move(paths.previous(), paths.output(), StandardCopyOption.ATOMIC_MOVE);
    }
    Folders.delete(paths.previous());
    Folders.delete(paths.staging());
    Files.createDirectories(paths.staging());
    return publication;
  }

  /** Puts the staged dataset in its place. */
  void publish() throws IOException {
    boolean replaces = Files.exists(paths.output());
    if (replaces) {
      Files.move(paths.output(), paths.previous(), StandardCopyOption.ATOMIC_MOVE);
    }
    try {
      Files.move(paths.staging(), paths.output(), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (replaces) {
        Files.move(paths.previous(), paths.output(), StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
    Folders.delete(paths.previous());
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
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
