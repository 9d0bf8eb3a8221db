package org.winnow.synth.lemma;

import java.util.Locale;

/** How a trajectory gets from its error to the right answer. */
public enum Strategy {
  /** The wrong step is repaired, and the solution goes on from there. */
  FIX_AND_CONTINUE,
  /** The problem is solved again from the start, in another way. */
  FRESH_AND_RESTART;

  /** The name used in files, in snake_case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
