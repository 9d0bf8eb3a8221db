package org.winnow.schemas.format;

import java.util.Locale;
import org.winnow.schemas.SampleVectors;

/**
 * The columns that a dataset can do without: no trainer needs them, and some tell where a row came
 * from, so that equal data gives other bytes when its files were split in another way.
 */
public enum OptionalColumn {
  /** See {@link SampleVectors#WEIGHT}. */
  WEIGHT,
  /** See {@link SampleVectors#SOURCE_FILE}. */
  SOURCE_FILE,
  /** See {@link SampleVectors#SOURCE_ROW}. */
  SOURCE_ROW,
  /** See {@link SampleVectors#PARENT}. */
  PARENT,
  /** See {@link SampleVectors#MADE_BY}. */
  MADE_BY,
  /** See {@link SampleVectors#META}. */
  META;

  /** The column's name, which is also its name in recipes. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
