package org.winnow.schemas.format;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.winnow.schemas.ArrowMemory;
import org.winnow.schemas.Message;
import org.winnow.schemas.Sample;

/** An Arrow IPC stream with record batches of 1,000 rows, fewer if the rows are long. */
final class ArrowShard implements ShardWriter {
  private static final int BATCH_ROWS = 1000;
  private static final long BATCH_CHARS = 16L << 20;

  private final RowLayout layout;
  private final OutputStream out;
  private final BufferAllocator allocator;
  private final VectorSchemaRoot root;
  private final ArrowStreamWriter writer;
  private int rows;
  private long chars;

  ArrowShard(Path file, RowLayout layout) throws IOException {
    this.layout = layout;
    this.out = new BufferedOutputStream(Files.newOutputStream(file));
    this.allocator = ArrowMemory.child("write " + file);
    this.root = VectorSchemaRoot.create(ArrowRowValues.schema(layout.columns()), allocator);
    this.writer = new ArrowStreamWriter(root, new MapDictionaryProvider(), out);
    writer.start();
  }

  @Override
  public void write(Sample sample) throws IOException {
    layout.write(sample, new ArrowRowValues(root, layout.columns(), rows));
    rows++;
    chars += sample.meta().length();
    for (Message message : sample.messages()) {
      chars += message.content().length();
    }
    if (rows == BATCH_ROWS || chars >= BATCH_CHARS) {
      writeBatch();
    }
  }

  private void writeBatch() throws IOException {
    root.setRowCount(rows);
    writer.writeBatch();
    root.clear();
    rows = 0;
    chars = 0;
  }

  /** Writes what is left and the end of the stream, and frees the memory whatever happens. */
  @Override
  public void close() throws IOException {
    try (out;
        allocator;
        root) {
      if (rows > 0) {
        writeBatch();
      }
      writer.end();
    }
  }
}
