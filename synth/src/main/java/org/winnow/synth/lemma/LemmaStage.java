package org.winnow.synth.lemma;

import java.util.Locale;

/** The stages of a candidate, in their order. */
public enum LemmaStage {
  /** The attempt's answer is compared with the known one; no teacher is asked. */
  COMPARE,
  /** Of which type is the first error? For attempts of students. */
  CLASSIFY,
  /** An error is planted in the right solution. */
  INJECT,
  /** Which step is the first wrong one? */
  LOCATE,
  /** {@link Strategy#FIX_AND_CONTINUE}. */
  FIX_AND_CONTINUE,
  /** {@link Strategy#FRESH_AND_RESTART}. */
  FRESH_AND_RESTART,
  /** The trajectory is made to read as one. */
  SMOOTH;

  /** The name used in files, in snake_case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
