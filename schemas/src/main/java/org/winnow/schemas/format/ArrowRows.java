package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.winnow.schemas.ArrowMemory;

/** The rows of an Arrow IPC file or stream; holds one record batch at a time. */
abstract class ArrowRows implements RowCursor {
  private static final Logger LOG = LoggerFactory.getLogger(ArrowRows.class);

  /** More than a record batch of sound data takes; a broken length in a file can ask for more. */
  private static final long MAX_BATCH_BYTES = 4L << 30;

  private final BufferAllocator allocator;
  private final ArrowReader reader;
  private final ReadLimits limits;
  private final ArrowValues values;
  private @Nullable VectorSchemaRoot batch;
  private int inBatch;
  private long row;
  private boolean damaged;

  /** Takes ownership of the allocator and of the reader. */
  ArrowRows(BufferAllocator allocator, ArrowReader reader, ReadLimits limits) {
    this.allocator = allocator;
    this.reader = reader;
    this.limits = limits;
    this.values = new ArrowValues(reader);
  }

  /** Memory for reading one input; the rows own and close it. */
  static BufferAllocator allocator(Input input) {
    return ArrowMemory.child("read " + input.path(), MAX_BATCH_BYTES);
  }

  /** What an exception of the Arrow library means. */
  abstract DamagedFile damage(Exception e) throws DiskFailure;

  /**
   * Called when no batch follows.
   *
   * @param bytesRead how many bytes the reader took to find that out
   * @throws DamagedFile if the file should not end here
   */
  abstract void checkEnd(long bytesRead) throws DamagedFile;

  /** Reads the schema, if that is not done yet. */
  final VectorSchemaRoot openBatch() throws DamagedFile, DiskFailure {
    if (batch != null) {
      return batch;
    }
    try {
      batch = reader.getVectorSchemaRoot();
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
    JsonValues.checkDistinct(batch.getSchema().getFields().stream().map(Field::getName).toList());
    return batch;
  }

  @Override
  public final Optional<ObjectNode> next() throws BadRow, DamagedFile, IOException {
    VectorSchemaRoot root = openBatch();
    while (inBatch >= root.getRowCount()) {
      if (!loadBatch()) {
        return Optional.empty();
      }
    }
    ObjectNode object;
    try {
      object = values.object(root.getFieldVectors(), inBatch);
    } catch (BadRow e) {
      inBatch++;
      row++;
      throw e;
    } catch (RuntimeException e) {
      throw damaged(e);
    }
    inBatch++;
    row++;
    JsonValues.checkLength(object, limits);
    return Optional.of(object);
  }

  private boolean loadBatch() throws DamagedFile, DiskFailure {
    long before = reader.bytesRead();
    try {
      inBatch = 0;
      if (reader.loadNextBatch()) {
        return true;
      }
    } catch (IOException | RuntimeException e) {
      throw damaged(e);
    }
    checkEnd(reader.bytesRead() - before);
    return false;
  }

  @Override
  public final long row() {
    return row;
  }

  private DamagedFile damaged(Exception e) throws DiskFailure {
    damaged = true;
    return damage(e);
  }

  /**
   * Frees the memory. Arrow's readers lose the buffers of a message that they cannot parse; those
   * of a damaged file, one message at most, are taken off the books instead of ending the run.
   */
  @Override
  public final void close() throws IOException {
    reader.close();
    if (!damaged) {
      allocator.close();
      return;
    }
    allocator.releaseBytes(allocator.getAllocatedMemory());
    try {
      allocator.close();
    } catch (IllegalStateException e) {
      LOG.debug("buffers of a damaged message are lost", e);
    }
  }
}
