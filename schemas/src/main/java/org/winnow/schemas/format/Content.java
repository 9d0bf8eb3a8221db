package org.winnow.schemas.format;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a file, decompressed, with a look at the first of them.
 *
 * <p>A failure met while looking ahead is kept and thrown when reading gets there, so that every
 * byte before it is delivered.
 */
final class Content extends InputStream {
  private static final int HEAD_BYTES = 8192;
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAGIC_BYTES = 4;
  private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
  private static final int ZSTD_SKIPPABLE = 0x50;
  private static final byte[] ZSTD_SKIPPABLE_REST = {0x2A, 0x4D, 0x18};

  private final RawBytes raw;
  private final InputStream decoded;
  private final boolean compressed;
  private final byte[] head;
  private int at;
  private @Nullable IOException failure;

  private Content(RawBytes raw) throws IOException {
    this.raw = raw;
    BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
    buffered.mark(MAGIC_BYTES);
    byte[] magic = buffered.readNBytes(MAGIC_BYTES);
    buffered.reset();
    boolean gzip = magic.length >= 2 && magic[0] == 0x1F && magic[1] == (byte) 0x8B;
    boolean zstd = Arrays.equals(magic, ZSTD) || isSkippableFrame(magic);
    this.compressed = gzip || zstd;
    InputStream opened = buffered;
    try {
      if (gzip) {
        opened = new GzipMembers(buffered);
      } else if (zstd) {
        opened = new ZstdInputStreamNoFinalizer(buffered);
      }
    } catch (DiskFailure e) {
      throw e;
    } catch (IOException e) {
      failure = e;
    }
    this.decoded = opened;
    this.head = readHead();
  }

  /** Opens a file; the caller closes it. */
  static Content open(Path path, AtomicLong bytesRead) throws IOException {
    RawBytes raw = new RawBytes(path, Files.newInputStream(path), bytesRead);
    try {
      return new Content(raw);
    } catch (IOException e) {
      raw.close();
      throw e;
    }
  }

  /** No bytes, for a path that is not a file. */
  static Content none(Path path) throws IOException {
    return new Content(new RawBytes(path, InputStream.nullInputStream(), new AtomicLong()));
  }

  byte[] head() {
    return head;
  }

  boolean isCompressed() {
    return compressed;
  }

  boolean isAtEnd() {
    return raw.isAtEnd();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (at < head.length) {
      int n = Math.min(length, head.length - at);
      System.arraycopy(head, at, target, offset, n);
      at += n;
      return n;
    }
    if (failure != null) {
      throw failure;
    }
    try {
      return decoded.read(target, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      decoded.close();
    } finally {
      raw.close();
    }
  }

  private byte[] readHead() throws DiskFailure {
    byte[] bytes = new byte[HEAD_BYTES];
    int filled = 0;
    try {
      while (failure == null && filled < bytes.length) {
        int n = decoded.read(bytes, filled, bytes.length - filled);
        if (n < 0) {
          break;
        }
        filled += n;
      }
    } catch (DiskFailure e) {
      throw e;
    } catch (IOException e) {
      failure = e;
    }
    return Arrays.copyOf(bytes, filled);
  }

  private static boolean isSkippableFrame(byte[] magic) {
    return magic.length == MAGIC_BYTES
        && (magic[0] & 0xF0) == ZSTD_SKIPPABLE
        && Arrays.equals(magic, 1, MAGIC_BYTES, ZSTD_SKIPPABLE_REST, 0, 3);
  }
}
