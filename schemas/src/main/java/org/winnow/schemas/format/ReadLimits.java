package org.winnow.schemas.format;

import java.io.Serializable;

/**
 * What a reader puts up with.
 *
 * @param maxRowBytes longest row: bytes of JSON text, or of all strings of a Parquet or Arrow row.
 *     A longer row is rejected; a longer line is skipped without being held in memory
 */
public record ReadLimits(int maxRowBytes) implements Serializable {
  /** Rows of up to 4 MiB. */
  public static final ReadLimits DEFAULT = new ReadLimits(4 << 20);

  public ReadLimits {
    if (maxRowBytes < 1) {
      throw new IllegalArgumentException("maxRowBytes must be >= 1, got " + maxRowBytes);
    }
  }
}
