package org.winnow.scorers.train;

import static java.util.Objects.requireNonNull;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.Folders;
import org.winnow.scorers.runtime.AdamW;

/**
 * What a training that is under way has reached, in a folder beside its output, and the right to
 * work on that output, held by one training at a time.
 *
 * <pre>
 * OUT.training/
 *   lock
 *   FINGERPRINT/step-N/   state.safetensors, training.json
 * </pre>
 */
final class SavedStates implements Closeable {
  private static final String STATE = "state.safetensors";
  private static final Pattern STATE_NAME = Pattern.compile("step-(\\d{1,18})");

  private final Path folder;
  private final FileChannel channel;
  private final FileLock lock;

  private SavedStates(Path folder, FileChannel channel, FileLock lock) {
    this.folder = folder;
    this.channel = channel;
    this.lock = lock;
  }

  /**
   * Takes the right.
   *
   * @param output the folder that the training makes
   * @param fingerprint of the training: a state of another one is not gone on from
   * @throws IllegalArgumentException if another training has it
   */
  static SavedStates open(Path output, String fingerprint) throws IOException {
    Path all = output.resolveSibling(output.getFileName() + ".training");
    Files.createDirectories(all);
    FileChannel channel =
        FileChannel.open(all.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw new IllegalArgumentException(
          "another training is at work on " + output + "; wait for it, or name another folder");
    }
    return new SavedStates(all.resolve(fingerprint), channel, lock);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // held by another training in this process
    }
  }

  /** Saves the state under its step, then drops the one before. */
  void save(AdamW optimizer, List<Double> losses) throws IOException {
    Path target = folder.resolve("step-" + optimizer.steps());
    Path staging = folder.resolve("staging");
    Folders.delete(staging);
    Files.createDirectories(staging);
    optimizer.write(staging.resolve(STATE));
    new TrainingRecord(String.valueOf(folder.getFileName()), 0, Map.of(), losses).write(staging);
    NavigableMap<Long, Path> earlier = saved();
    Files.move(staging, target, StandardCopyOption.ATOMIC_MOVE);
    for (Path old : earlier.values()) {
      Folders.delete(old);
    }
  }

  /**
   * Goes on from the latest state, if there is one; the losses up to there. Earlier ones may have
   * been cut short while they were deleted, so they are not read.
   */
  List<Double> restore(AdamW optimizer) throws IOException {
    NavigableMap<Long, Path> saved = saved();
    if (saved.isEmpty()) {
      return List.of();
    }
    for (Path old : saved.headMap(saved.lastKey()).values()) {
      Folders.delete(old);
    }
    Path latest = saved.lastEntry().getValue();
    optimizer.restore(latest.resolve(STATE), saved.lastKey());
    return TrainingRecord.read(latest.resolve(TrainingRecord.FILE)).losses();
  }

  /** The saved states by the number of their steps. */
  private NavigableMap<Long, Path> saved() throws IOException {
    NavigableMap<Long, Path> saved = new TreeMap<>();
    if (!Files.isDirectory(folder)) {
      return saved;
    }
    try (Stream<Path> found = Files.list(folder)) {
      for (Path state : found.toList()) {
        Matcher name = STATE_NAME.matcher(String.valueOf(state.getFileName()));
        if (name.matches()) {
          saved.put(Long.valueOf(name.group(1)), state);
        }
      }
    }
    return saved;
  }

  /** Deletes all states, also those of other trainings to the same output. */
  void delete() throws IOException {
    Folders.delete(requireNonNull(folder.getParent()));
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
