package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON array with an object for each row.
 *
 * <p>Elements are found by counting brackets outside of strings, then read one by one like lines. A
 * malformed element is therefore one bad row and not the end of the file, and an element that is
 * too long is never held in memory.
 */
final class JsonArrayFormat implements FileFormat {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final Set<String> LINE_SUFFIXES = Set.of("jsonl", "ndjson");

  @Override
  public boolean recognises(Input input) {
    return !LINE_SUFFIXES.contains(input.suffix()) && JsonText.startsWith(input.head(), '[');
  }

  @Override
  public RowCursor open(Input input, ReadLimits limits) {
    return new Elements(input, limits);
  }

  private enum Place {
    BEFORE_ARRAY,
    IN_ARRAY,
    BEHIND_ARRAY,
    AT_END
  }

  private static final class Elements implements RowCursor {
    private final Input input;
    private final InputStream content;
    private final RowBuffer element;
    private final JsonRow json = new JsonRow();
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int at;
    private int end;
    private long row;
    private Place place = Place.BEFORE_ARRAY;
    private int depth;
    private boolean inString;
    private boolean escaped;

    Elements(Input input, ReadLimits limits) {
      this.input = input;
      this.content = input.content();
      this.element = new RowBuffer(limits);
    }

    @Override
    public Optional<ObjectNode> next() throws BadRow, DamagedFile, IOException {
      if (place == Place.BEFORE_ARRAY) {
        skipOpening();
      }
      if (place == Place.IN_ARRAY) {
        readElement();
        boolean emptyArray = row == 0 && place == Place.BEHIND_ARRAY && element.isBlank();
        if (!emptyArray) {
          row++;
          element.checkLength();
          if (element.isBlank()) {
            throw new BadRow(
                "malformed_json", "expected a JSON object, found nothing between two commas");
          }
          return Optional.of(json.parse(element.bytes(), element.length()));
        }
      }
      if (place == Place.BEHIND_ARRAY) {
        checkNothingFollows();
      }
      return Optional.empty();
    }

    private void skipOpening() throws DamagedFile, IOException {
      fill();
      at = JsonText.byteOrderMark(chunk, end);
      while (chunk[at] != '[') {
        at++;
        if (at == end) {
          fill();
        }
      }
      at++;
      place = Place.IN_ARRAY;
    }

    /** Fills {@link #element} up to the comma or the bracket that ends it. */
    private void readElement() throws DamagedFile, IOException {
      element.clear();
      depth = 0;
      inString = false;
      escaped = false;
      while (true) {
        if (at == end && !fill()) {
          throw DamagedFile.afterLastRow(
              DamagedFile.TRUNCATED, "expected ']' at the end of the array, found the end of file");
        }
        int from = at;
        while (at < end && !endsElement(chunk[at])) {
          at++;
        }
        element.append(chunk, from, at);
        if (at < end) {
          place = chunk[at] == ']' ? Place.BEHIND_ARRAY : Place.IN_ARRAY;
          at++;
          return;
        }
      }
    }

    private boolean endsElement(byte b) {
      if (inString) {
        inString = escaped || b != '"';
        escaped = !escaped && b == '\\';
        return false;
      }
      switch (b) {
        case '"' -> inString = true;
        case '{', '[' -> depth++;
        case '}' -> depth = Math.max(0, depth - 1);
        case ']' -> {
          if (depth == 0) {
            return true;
          }
          depth--;
        }
        case ',' -> {
          return depth == 0;
        }
        default -> {
          return false;
        }
      }
      return false;
    }

    private void checkNothingFollows() throws BadRow, DamagedFile, IOException {
      place = Place.AT_END;
      while (at < end || fill()) {
        if (!RowBuffer.isSpace(chunk[at])) {
          row++;
          throw new BadRow(
              "malformed_json",
              "expected nothing behind the array, found '"
                  + Excerpt.ofStart(chunk, at, end)
                  + "'; what follows is not read");
        }
        at++;
      }
    }

    private boolean fill() throws DamagedFile, IOException {
      try {
        at = 0;
        end = Math.max(0, content.read(chunk));
        return end > 0;
      } catch (IOException e) {
        throw input.damage(e);
      }
    }

    @Override
    public long row() {
      return row;
    }

    @Override
    public void close() {}
  }
}
