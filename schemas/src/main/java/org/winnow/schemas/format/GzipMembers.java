package org.winnow.schemas.format;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * Gzip with any number of members; unlike its parent it does not take a broken header of a later
 * member for the end.
 */
final class GzipMembers extends GZIPInputStream {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int TRAILER_BYTES = 8;

  GzipMembers(InputStream in) throws IOException {
    super(in, BUFFER_BYTES);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = super.read(target, offset, length);
    if (n < 0 && (inf.getRemaining() > TRAILER_BYTES || in.available() > 0)) {
      throw new EOFException("bytes behind the last complete gzip member");
    }
    return n;
  }
}
