package org.winnow.schemas.format;

import java.util.Arrays;

/** The bytes of one row of text, up to a limit; what is beyond is counted and dropped. */
final class RowBuffer {
  private static final int INITIAL_BYTES = 1 << 12;

  private final int limit;
  private byte[] bytes;
  private int length;
  private long seen;

  RowBuffer(ReadLimits limits) {
    this.limit = limits.maxRowBytes();
    this.bytes = new byte[Math.min(limit, INITIAL_BYTES)];
  }

  void clear() {
    length = 0;
    seen = 0;
  }

  void append(byte[] source, int from, int to) {
    seen += to - from;
    int n = Math.min(to - from, limit - length);
    if (length + n > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(length + n, bytes.length * 2L)));
    }
    System.arraycopy(source, from, bytes, length, n);
    length += n;
  }

  /** Whether nothing was appended. */
  boolean isEmpty() {
    return seen == 0;
  }

  /** Whether there is nothing but JSON's white space. */
  boolean isBlank() {
    for (int i = 0; i < length; i++) {
      if (!isSpace(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /**
   * Refuses a row that is longer than the limit.
   *
   * @throws BadRow with reason {@code row_too_long}
   */
  void checkLength() throws BadRow {
    if (seen > limit) {
      throw new BadRow(
          "row_too_long",
          "expected at most "
              + limit
              + " bytes, found "
              + seen
              + " bytes starting with '"
              + Excerpt.ofStart(bytes, 0, length)
              + "'");
    }
  }

  /** White space as JSON knows it. */
  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }
}
