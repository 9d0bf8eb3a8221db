package org.winnow.schemas.format;

import java.io.IOException;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;

/** Takes what a {@link SampleReader} finds, row by row in the order of the file. */
public interface RowSink {
  /** Takes a sound row. */
  void accept(Sample sample) throws IOException;

  /** Takes note of a bad row, or of a damaged file. */
  void reject(Rejection rejection) throws IOException;

  /**
   * Takes note of how far reading is; called before each row.
   *
   * @param bytesRead bytes of the file that were read, as they lie on disk; may exceed its size,
   *     because some formats read parts of a file twice
   */
  default void position(long bytesRead) {}

  /** Whether another row is wanted; asked before each row, and the rest is left alone if not. */
  default boolean wantsMore() {
    return true;
  }
}
