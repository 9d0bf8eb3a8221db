package org.winnow.schemas;

import static java.util.Objects.requireNonNull;

/**
 * Where a sample came from.
 *
 * @param file name of the source file as the run lists it; empty for a synthetic sample
 * @param row number of the row in that file, from 1; 0 where there is no row
 * @param parent id of the sample that this one was made from; empty for a row of a file
 * @param step name of the step that made the sample: {@code read} for a row of a file
 */
public record Origin(String file, long row, String parent, String step) {
  public Origin {
    requireNonNull(file, "file is null");
    requireNonNull(parent, "parent is null");
    requireNonNull(step, "step is null");
    if (row < 0) {
      throw new IllegalArgumentException("row must be >= 0, got " + row);
    }
  }

  /** The origin of row {@code row} (from 1) of {@code file}. */
  public static Origin ofRow(String file, long row) {
    return new Origin(file, row, "", "read");
  }
}
