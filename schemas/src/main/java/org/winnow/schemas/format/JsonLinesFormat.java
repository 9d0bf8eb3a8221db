package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.Set;

/** One JSON object on each line; blank lines count as rows but give none. */
final class JsonLinesFormat implements FileFormat {
  private static final int CHUNK_BYTES = 1 << 16;
  private static final Set<String> BINARY_SUFFIXES = Set.of("parquet", "arrow", "feather");

  /** Anything that is not called binary: as text, every bad line can be named. */
  @Override
  public boolean recognises(Input input) {
    return !input.isDirectory() && !BINARY_SUFFIXES.contains(input.suffix());
  }

  @Override
  public RowCursor open(Input input, ReadLimits limits) {
    return new Lines(input, limits);
  }

  private static final class Lines implements RowCursor {
    private final Input input;
    private final InputStream content;
    private final RowBuffer line;
    private final JsonRow json = new JsonRow();
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int at;
    private int end;
    private long row;

    Lines(Input input, ReadLimits limits) {
      this.input = input;
      this.content = input.content();
      this.line = new RowBuffer(limits);
    }

    @Override
    public Optional<ObjectNode> next() throws BadRow, DamagedFile, IOException {
      while (readLine()) {
        row++;
        line.checkLength();
        if (!line.isBlank()) {
          return Optional.of(json.parse(line.bytes(), line.length()));
        }
      }
      return Optional.empty();
    }

    /** Fills {@link #line}, without its line feed; false at the end of the file. */
    private boolean readLine() throws DamagedFile, IOException {
      line.clear();
      while (at < end || fill()) {
        int feed = at;
        while (feed < end && chunk[feed] != '\n') {
          feed++;
        }
        line.append(chunk, at, feed);
        boolean complete = feed < end;
        at = feed + 1;
        if (complete) {
          return true;
        }
      }
      return !line.isEmpty();
    }

    private boolean fill() throws DamagedFile, IOException {
      boolean first = end == 0;
      try {
        end = Math.max(0, content.read(chunk));
      } catch (IOException e) {
        throw input.damage(e);
      }
      at = first ? JsonText.byteOrderMark(chunk, end) : 0;
      return at < end || (first && end > 0 && fill());
    }

    @Override
    public long row() {
      return row;
    }

    @Override
    public void close() {}
  }
}
