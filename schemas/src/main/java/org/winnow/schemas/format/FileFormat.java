package org.winnow.schemas.format;

import java.io.IOException;

/** One kind of file: how to tell it and how to read its rows. */
interface FileFormat {
  /** Whether the input is of this kind; looks at its first bytes and, where they fail, its name. */
  boolean recognises(Input input);

  /**
   * Opens the rows. The caller closes the cursor, and the input after it.
   *
   * @throws DamagedFile if no row can be read
   * @throws IOException if the disk fails
   */
  RowCursor open(Input input, ReadLimits limits) throws DamagedFile, IOException;
}
