package org.winnow.schemas.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/** The rows of one open file, one at a time, in constant memory. */
interface RowCursor extends Closeable {
  /**
   * The next row as a JSON object, or empty at the end. The caller may change the object.
   *
   * @throws BadRow if this row is broken; the next call goes on with the row behind it
   * @throws DamagedFile if no more rows can be read
   * @throws IOException if the disk fails
   */
  Optional<ObjectNode> next() throws BadRow, DamagedFile, IOException;

  /** Number, from 1, of the row that {@link #next} gave or found broken last; 0 before that. */
  long row();
}
