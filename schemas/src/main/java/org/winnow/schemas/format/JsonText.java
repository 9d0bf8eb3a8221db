package org.winnow.schemas.format;

/** How a text file of JSON begins. */
final class JsonText {
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private JsonText() {}

  /** Length of the UTF-8 byte order mark that the text starts with: 3, or 0 if there is none. */
  static int byteOrderMark(byte[] text, int length) {
    for (int i = 0; i < BYTE_ORDER_MARK.length; i++) {
      if (i >= length || text[i] != BYTE_ORDER_MARK[i]) {
        return 0;
      }
    }
    return BYTE_ORDER_MARK.length;
  }

  /** Whether the first byte that is no white space is {@code wanted}. */
  static boolean startsWith(byte[] head, char wanted) {
    int i = byteOrderMark(head, head.length);
    while (i < head.length && RowBuffer.isSpace(head[i])) {
      i++;
    }
    return i < head.length && head[i] == wanted;
  }
}
