package org.winnow.schemas.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file for random access; marks failures of the disk, so that they are not taken for damage. */
final class DiskFile implements InputFile {
  private final Path path;
  private final AtomicLong bytesRead;

  /** Adds what is read to {@code bytesRead}. */
  DiskFile(Path path, AtomicLong bytesRead) {
    this.bytesRead = bytesRead;
    this.path = path;
  }

  /**
   * Refuses a file that does not end as it must, and one that is compressed as a whole.
   *
   * @throws DamagedFile for the whole file
   */
  static void checkMagicAtEnd(Input input, byte[] magic) throws DamagedFile, IOException {
    if (input.isCompressed()) {
      throw DamagedFile.whole(
          DamagedFile.UNREADABLE,
          "a file of this format compresses its own content and cannot be read through gzip or"
              + " Zstandard: decompress it");
    }
    try (SeekableByteChannel channel = input.disk().channel()) {
      ByteBuffer end = ByteBuffer.allocate(magic.length);
      if (channel.size() >= 2L * magic.length) {
        channel.position(channel.size() - magic.length);
        while (end.hasRemaining() && channel.read(end) >= 0) {
          // Reads until the buffer is full.
        }
      }
      if (!Arrays.equals(end.array(), magic)) {
        throw DamagedFile.whole(
            DamagedFile.TRUNCATED,
            "expected the footer at the end of the file, found '"
                + Excerpt.ofStart(end.array())
                + "' as the last bytes of "
                + channel.size());
      }
    }
  }

  /** Opens the file; the caller closes the channel. */
  SeekableByteChannel channel() throws IOException {
    return new Channel(path, Files.newByteChannel(path), bytesRead);
  }

  @Override
  public long getLength() throws IOException {
    try (SeekableByteChannel channel = channel()) {
      return channel.size();
    }
  }

  @Override
  public SeekableInputStream newStream() throws IOException {
    SeekableByteChannel channel = channel();
    return new DelegatingSeekableInputStream(Channels.newInputStream(channel)) {
      @Override
      public long getPos() throws IOException {
        return channel.position();
      }

      @Override
      public void seek(long position) throws IOException {
        channel.position(position);
      }
    };
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private record Channel(Path path, SeekableByteChannel file, AtomicLong bytesRead)
      implements SeekableByteChannel {
    @Override
    public int read(ByteBuffer target) throws IOException {
      try {
        int n = file.read(target);
        bytesRead.addAndGet(Math.max(0, n));
        return n;
      } catch (IOException e) {
        throw new DiskFailure(path, e);
      }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      throw new IOException("opened for reading only: " + path);
    }

    @Override
    public long position() throws IOException {
      return file.position();
    }

    @Override
    public SeekableByteChannel position(long newPosition) throws IOException {
      file.position(newPosition);
      return this;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
      throw new IOException("opened for reading only: " + path);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
