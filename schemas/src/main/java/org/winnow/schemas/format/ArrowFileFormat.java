package org.winnow.schemas.format;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;

/** Arrow's IPC file, also known as Feather version 2. */
final class ArrowFileFormat implements FileFormat {
  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);

  @Override
  public boolean recognises(Input input) {
    return input.startsWith(MAGIC);
  }

  @Override
  public RowCursor open(Input input, ReadLimits limits) throws DamagedFile, IOException {
    DiskFile.checkMagicAtEnd(input, MAGIC);
    SeekableByteChannel channel = input.disk().channel();
    BufferAllocator allocator = ArrowRows.allocator(input);
    ArrowFileReader reader =
        new ArrowFileReader(channel, allocator, CommonsCompressionFactory.INSTANCE);
    return new ArrowRows(allocator, reader, limits) {
      @Override
      DamagedFile damage(Exception e) throws DiskFailure {
        DiskFailure.throwIfCauseOf(e);
        return DamagedFile.afterLastRow(DamagedFile.UNREADABLE, Input.describe(e));
      }

      @Override
      void checkEnd(long bytesRead) {
        // The footer has told how many batches there are.
      }
    };
  }
}
