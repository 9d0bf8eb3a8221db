package org.winnow.schemas.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** A file's bytes as they lie on disk; marks failures of the disk and remembers meeting the end. */
final class RawBytes extends InputStream {
  private final Path path;
  private final InputStream file;
  private final AtomicLong bytesRead;
  private boolean atEnd;

  /** Adds what is read to {@code bytesRead}. */
  RawBytes(Path path, InputStream file, AtomicLong bytesRead) {
    this.bytesRead = bytesRead;
    this.path = path;
    this.file = file;
  }

  boolean isAtEnd() {
    return atEnd;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      int n = file.read(target, offset, length);
      atEnd |= n < 0;
      bytesRead.addAndGet(Math.max(0, n));
      return n;
    } catch (IOException e) {
      throw new DiskFailure(path, e);
    }
  }

  @Override
  public int available() throws IOException {
    return file.available();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
