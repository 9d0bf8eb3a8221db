package org.winnow.transforms.write;

import java.io.Closeable;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.winnow.schemas.Digests;
import org.winnow.transforms.AtomicFile;
import org.winnow.transforms.RunBoard;

/**
 * Sorts the rows of one file and writes them.
 *
 * <p>Holds one file's rows in memory. The file appears under its name only when it is whole; a
 * repeated attempt replaces it by the same bytes.
 */
final class WriteShard extends DoFn<KV<String, Iterable<List<OrderedRow>>>, ShardFile> {
  private final String step;
  private final String directory;
  private final Opener opener;

  /**
   * Writes files of one folder.
   *
   * @param step name for the board
   * @param directory the folder; created if missing
   * @param opener makes the writer of a file
   */
  WriteShard(String step, Path directory, Opener opener) {
    this.step = step;
    this.directory = directory.toString();
    this.opener = opener;
  }

  /** Starts a file. */
  @FunctionalInterface
  interface Opener extends Serializable {
    /** A writer to {@code file}; the caller closes it. */
    EncodedRowWriter open(Path file) throws IOException;
  }

  /** Writes encoded rows. */
  interface EncodedRowWriter extends Closeable {
    /** Appends one row. */
    void write(byte[] content) throws IOException;
  }

  @ProcessElement
  public void process(
      @Element KV<String, Iterable<List<OrderedRow>>> shard, OutputReceiver<ShardFile> out)
      throws IOException {
    long started = System.nanoTime();
    List<OrderedRow> rows = new ArrayList<>();
    shard.getValue().forEach(rows::addAll);
    rows.sort(Comparator.comparing(OrderedRow::place));
    Path target = Path.of(directory).resolve(shard.getKey());
    AtomicFile.write(
        target,
        temporary -> {
          try (EncodedRowWriter writer = opener.open(temporary)) {
            for (OrderedRow row : rows) {
              writer.write(row.content());
            }
          }
        });
    out.output(new ShardFile(shard.getKey(), rows.size(), Files.size(target), Digests.hex(target)));
    RunBoard.add(step, RunBoard.Count.ROWS, rows.size());
    RunBoard.add(step, RunBoard.Count.BUSY_NANOS, System.nanoTime() - started);
  }
}
