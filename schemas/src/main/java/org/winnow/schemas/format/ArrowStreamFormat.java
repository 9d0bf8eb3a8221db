package org.winnow.schemas.format;

import java.nio.channels.Channels;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** Arrow's IPC stream, which Hugging Face's {@code save_to_disk} writes. */
final class ArrowStreamFormat implements FileFormat {
  private static final byte[] CONTINUATION = {-1, -1, -1, -1};
  private static final int END_BYTES = 8;
  private static final int OLD_END_BYTES = 4;

  @Override
  public boolean recognises(Input input) {
    return input.startsWith(CONTINUATION);
  }

  @Override
  public RowCursor open(Input input, ReadLimits limits) {
    BufferAllocator allocator = ArrowRows.allocator(input);
    ArrowStreamReader reader =
        new ArrowStreamReader(
            Channels.newChannel(input.content()), allocator, CommonsCompressionFactory.INSTANCE);
    return new ArrowRows(allocator, reader, limits) {
      @Override
      DamagedFile damage(Exception e) throws DiskFailure {
        return input.damage(e);
      }

      @Override
      void checkEnd(long bytesRead) throws DamagedFile {
        if (bytesRead != END_BYTES && bytesRead != OLD_END_BYTES) {
          throw DamagedFile.afterLastRow(
              DamagedFile.TRUNCATED,
              "expected a record batch or the end-of-stream marker, found the end of the file");
        }
      }
    };
  }
}
