package org.winnow.transforms.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.winnow.schemas.AtomicFile;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Locations;
import org.winnow.transforms.BusyTime;
import org.winnow.transforms.RunBoard;

/**
 * Brings the rows of one file into order and writes them.
 *
 * <p>Holds one file's rows in memory. The file appears under its name only when it is whole; a
 * repeated attempt replaces it by the same bytes. Where the format closes a file before its last
 * row, the rest goes into parts, {@code train-00000-of-00001.part00001.mds} and so on.
 */
final class WriteShard extends DoFn<KV<String, Iterable<List<OrderedRow>>>, ShardFile> {
  private final String step;
  private final String directory;
  private final Opener opener;
  private final Arrangement arrangement;

  /**
   * Writes files of one folder, rows by their places.
   *
   * @param step name for the board
   * @param directory the folder; created if missing
   * @param opener makes the writer of a file
   */
  WriteShard(String step, Path directory, Opener opener) {
    this(step, directory, opener, (file, sorted, context) -> sorted);
  }

  /** Writes files of one folder, rows as {@code arrangement} has them. */
  WriteShard(String step, Path directory, Opener opener, Arrangement arrangement) {
    this.step = step;
    this.directory = directory.toString();
    this.opener = opener;
    this.arrangement = arrangement;
  }

  /** Says in which order the rows of a file are written. */
  @FunctionalInterface
  interface Arrangement extends Serializable {
    /**
     * The rows in the order in which they are written.
     *
     * @param sorted the rows by their places
     * @param context gives side inputs
     */
    List<OrderedRow> arrange(
        String file,
        List<OrderedRow> sorted,
        DoFn<KV<String, Iterable<List<OrderedRow>>>, ShardFile>.ProcessContext context);
  }

  /** Starts a file. */
  @FunctionalInterface
  interface Opener extends Serializable {
    /** A writer to {@code file}; the caller closes it. */
    EncodedRowWriter open(Path file) throws IOException;
  }

  /** Writes encoded rows. */
  interface EncodedRowWriter extends Closeable {
    /** Appends one row and answers true, or false if the file is full, never for its first row. */
    boolean write(byte[] content) throws IOException;
  }

  @ProcessElement
  public void process(ProcessContext context) throws IOException {
    try (BusyTime busy = BusyTime.start(step)) {
      write(context, busy.outside(context::output));
    }
  }

  private void write(ProcessContext context, Consumer<ShardFile> files) throws IOException {
    KV<String, Iterable<List<OrderedRow>>> shard = context.element();
    List<OrderedRow> sorted = new ArrayList<>();
    shard.getValue().forEach(sorted::addAll);
    sorted.sort(Comparator.comparing(OrderedRow::place));
    List<OrderedRow> rows = arrangement.arrange(shard.getKey(), sorted, context);
    int written = 0;
    for (int part = 0; written < rows.size(); part++) {
      String name = partName(shard.getKey(), part);
      ShardFile file = writeFile(name, rows, written);
      files.accept(file);
      written += (int) file.rows();
    }
    RunBoard.add(step, RunBoard.Count.ROWS, rows.size());
  }

  /** Writes rows from position {@code from} on, as many as the file takes. */
  private ShardFile writeFile(String name, List<OrderedRow> rows, int from) throws IOException {
    ShardFile[] file = new ShardFile[1];
    AtomicFile.write(
        Locations.path(directory).resolve(name),
        temporary -> {
          int next = from;
          try (EncodedRowWriter writer = opener.open(temporary)) {
            while (next < rows.size() && writer.write(rows.get(next).content())) {
              next++;
            }
          }
          file[0] = new ShardFile(name, next - from, Files.size(temporary), Digests.hex(temporary));
        });
    return file[0];
  }

  /** The first part has the file's own name; names sort in the order of the rows. */
  private static String partName(String file, int part) {
    int suffix = file.indexOf('.');
    return part == 0
        ? file
        : file.substring(0, suffix)
            + String.format(Locale.ROOT, ".part%05d", part)
            + file.substring(suffix);
  }
}
