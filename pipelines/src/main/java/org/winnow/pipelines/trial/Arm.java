package org.winnow.pipelines.trial;

import java.util.Locale;

/** What a model of a trial learns from. */
public enum Arm {
  /** The curated set. */
  CURATED,
  /** As many rows of everything, drawn by chance; other rows in each repetition. */
  RANDOM,
  /** Everything that the curated set was chosen from. */
  EVERYTHING;

  /** The name used in files and tables. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
