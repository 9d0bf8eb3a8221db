package org.winnow.schemas.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.winnow.schemas.ArrowMemory;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;
import org.winnow.schemas.SampleVectors;
import org.winnow.schemas.Scores;

/** An Arrow IPC stream with record batches of 1,000 rows, fewer if the rows are long. */
final class ArrowShard implements ShardWriter {
  private static final int BATCH_ROWS = 1000;
  private static final long BATCH_CHARS = 16L << 20;

  private final List<String> scoreColumns;
  private final OutputStream out;
  private final BufferAllocator allocator;
  private final SampleVectors vectors;
  private final ArrowStreamWriter writer;
  private int rows;
  private long chars;

  ArrowShard(Path file, List<String> scoreColumns) throws IOException {
    this.scoreColumns = scoreColumns;
    this.out = new BufferedOutputStream(Files.newOutputStream(file));
    this.allocator = ArrowMemory.child("write " + file);
    this.vectors = SampleVectors.allocate(allocator, scoreColumns);
    this.writer = new ArrowStreamWriter(vectors.root(), new MapDictionaryProvider(), out);
    writer.start();
  }

  @Override
  public void write(Sample sample) throws IOException {
    vectors.set(rows, withScoreColumns(sample));
    rows++;
    chars += sample.meta().length();
    for (Message message : sample.messages()) {
      chars += message.content().length();
    }
    if (rows == BATCH_ROWS || chars >= BATCH_CHARS) {
      writeBatch();
    }
  }

  private Sample withScoreColumns(Sample sample) {
    if (sample.scores().columns().equals(scoreColumns)) {
      return sample;
    }
    double[] values =
        scoreColumns.stream()
            .mapToDouble(column -> sample.scores().value(column).orElse(Double.NaN))
            .toArray();
    return sample.withScores(Scores.of(scoreColumns, values));
  }

  private void writeBatch() throws IOException {
    vectors.root().setRowCount(rows);
    writer.writeBatch();
    vectors.root().clear();
    rows = 0;
    chars = 0;
  }

  /** Writes what is left and the end of the stream, and frees the memory whatever happens. */
  @Override
  public void close() throws IOException {
    try (out;
        allocator;
        vectors) {
      if (rows > 0) {
        writeBatch();
      }
      writer.end();
    }
  }
}
