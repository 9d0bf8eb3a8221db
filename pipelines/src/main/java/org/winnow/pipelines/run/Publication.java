package org.winnow.pipelines.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.schemas.AtomicFile;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Folders;
import org.winnow.schemas.Locations;

/**
 * The right to publish one dataset, held by one run at a time.
 *
 * <p>A dataset is put together in a staging folder beside its place and comes to its place by a
 * rename: readers never see a mixture of two datasets. A folder cannot replace another one in one
 * rename, so the old dataset steps aside first; a run that dies between the two renames is mended
 * by the next one, which puts the old dataset back.
 *
 * <p>Each run has a staging folder which no other run ever had: what a dead run left at work on a
 * cluster may go on writing, and must not write into the next dataset. On this machine the lock
 * file counts them; on an object store their names are made of the owner's, which no other one has.
 *
 * <p>On an object store no folder can be renamed. There the files move one by one, SUCCESS last,
 * after the old dataset is deleted, SUCCESS first: readers who ask for SUCCESS never take a mixture
 * for a dataset, but for that time there is none, and after a run that died there is none until the
 * next one. Who needs a whole dataset at every moment refreshes versions.
 */
final class Publication implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Publication.class);
  private static final String SUCCESS = "_winnow/SUCCESS";
  private static final String UNFINISHED = "_winnow/UNFINISHED";

  /** Digits that a number of runs has at most. */
  private static final int LONGEST_COUNT = 18;

  private final RunPaths paths;
  private final Closeable right;
  private final Path staging;

  private Publication(RunPaths paths, Closeable right, Path staging) {
    this.paths = paths;
    this.right = right;
    this.staging = staging;
  }

  /**
   * Takes the lock, mends what a dead run left, and gives an empty staging folder.
   *
   * @throws DataException if another run is at work on the same dataset, or the place is taken by
   *     something that is not a dataset of Winnow
   */
  static Publication open(RunPaths paths) throws IOException, DataException {
    return open(paths, Clock.systemUTC());
  }

  /** The same with a clock for the time that a right on an object store lasts. */
  static Publication open(RunPaths paths, Clock clock) throws IOException, DataException {
    checkPlace(paths.output());
    Files.createDirectories(paths.work());
    String owner = Lease.thisProcess();
    Closeable right =
        Locations.isLocal(paths.work())
            ? lock(paths)
            : Lease.take(paths.work().resolve("lock"), "run", owner, clock);
    try {
      if (Files.exists(paths.previous()) && !Files.exists(paths.output())) {
        Files.move(paths.previous(), paths.output(), StandardCopyOption.ATOMIC_MOVE);
      }
      Folders.delete(paths.previous());
      String name =
          right instanceof Right local
              ? String.valueOf(count(local.channel(), paths.work()))
              : Digests.hex(owner.getBytes(StandardCharsets.UTF_8));
      Leftovers.clear(paths.stagings());
      Path staging = Files.createDirectories(paths.stagings().resolve(name));
      return new Publication(paths, right, staging);
    } catch (IOException | RuntimeException e) {
      try {
        right.close(); // a lease would be renewed as long as this process lives
      } catch (IOException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  private static Closeable lock(RunPaths paths) throws IOException, DataException {
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
    return new Right(channel, lock);
  }

  /** The lock of the operating system, held. */
  private record Right(FileChannel channel, FileLock lock) implements Closeable {
    @Override
    public void close() throws IOException {
      lock.release();
      channel.close();
    }
  }

  /** Where this run puts its dataset together; empty at first. */
  Path staging() {
    return staging;
  }

  /** Puts the staged dataset in its place. */
  void publish() throws IOException, DataException {
    if (right instanceof Lease lease) {
      lease.check(); // first: who took the right over has deleted this staging folder
      AtomicFile.deleteLeftovers(staging);
      replaceFiles(lease);
      return;
    }
    AtomicFile.deleteLeftovers(staging); // of workers that were killed while they wrote
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
    Leftovers.clear(paths.stagings());
  }

  /** Puts the staged files in the place of those that are there. */
  private void replaceFiles(Lease lease) throws IOException, DataException {
    Path output = paths.output();
    Path unfinished = output.resolve(UNFINISHED);
    Files.write(unfinished, new byte[0]); // the place stays one of winnow's, whatever is deleted
    Files.deleteIfExists(output.resolve(SUCCESS));
    List<Path> old;
    try (Stream<Path> files = Files.walk(output)) {
      old = files.filter(Files::isRegularFile).filter(f -> !f.equals(unfinished)).toList();
    }
    for (Path file : old) {
      Files.delete(file);
    }
    Folders.moveAllBut(SUCCESS, staging, output);
    lease.check();
    Files.move(staging.resolve(SUCCESS), output.resolve(SUCCESS));
    try {
      Files.delete(unfinished);
      Leftovers.clear(paths.stagings());
    } catch (IOException | RuntimeException e) {
      LOG.warn("{} is published, but what its run needed is still there", output, e);
    }
  }

  @Override
  public void close() throws IOException {
    right.close();
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
