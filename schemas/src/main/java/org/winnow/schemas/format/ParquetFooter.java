package org.winnow.schemas.format;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Makes the footer of a Parquet file the same in every process.
 *
 * <p>The library lists the encodings of a column in the order of a hash set of enum constants,
 * whose hash is the object's identity: the same rows give other bytes in another process. Readers
 * do not care for the order, so it is made the order of the format's numbers.
 */
final class ParquetFooter {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private static final Comparator<PageEncodingStats> PAGES =
      Comparator.comparing((PageEncodingStats stats) -> requireNonNull(stats.getPage_type()))
          .thenComparing(stats -> requireNonNull(stats.getEncoding()));

  private ParquetFooter() {}

  /** Rewrites the footer of a complete file. */
  static void settle(Path file) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      int tailBytes = Integer.BYTES + MAGIC.length;
      ByteBuffer tail = ByteBuffer.allocate(tailBytes).order(ByteOrder.LITTLE_ENDIAN);
      readFully(channel, tail, channel.size() - tailBytes);
      long start = channel.size() - tailBytes - tail.getInt(0);
      channel.position(start);
      FileMetaData footer = Util.readFileMetaData(Channels.newInputStream(channel));
      sort(footer);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Util.writeFileMetaData(footer, bytes);
      ByteBuffer end = ByteBuffer.allocate(bytes.size() + tailBytes).order(ByteOrder.LITTLE_ENDIAN);
      end.put(bytes.toByteArray()).putInt(bytes.size()).put(MAGIC).flip();
      channel.truncate(start);
      channel.position(start);
      while (end.hasRemaining()) {
        channel.write(end);
      }
    }
  }

  private static void sort(FileMetaData footer) {
    for (RowGroup group : requireNonNull(footer.getRow_groups())) {
      for (ColumnChunk chunk : requireNonNull(group.getColumns())) {
        ColumnMetaData column = requireNonNull(chunk.getMeta_data());
        Collections.sort(requireNonNull(column.getEncodings()));
        if (column.isSetEncoding_stats()) {
          requireNonNull(column.getEncoding_stats()).sort(PAGES);
        }
      }
    }
  }

  private static void readFully(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("the file ends before its Parquet footer");
      }
    }
  }
}
