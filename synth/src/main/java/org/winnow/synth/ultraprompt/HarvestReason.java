package org.winnow.synth.ultraprompt;

import java.util.Locale;

/** Why something that a tree holds is not given out. */
public enum HarvestReason {
  /** The text is that of the raw instruction or of the other side, but for case and signs. */
  UNCHANGED,
  /** The reward is not enough higher. */
  SMALL_MARGIN,
  /** The rewrite carries the instruction out. */
  ANSWERED,
  /** The rewrite is too long or too short for the raw instruction. */
  LENGTH_RATIO,
  /** The rewrite lacks a number of the raw instruction. */
  NUMBERS_LOST,
  /** The rewrite lacks a name of the raw instruction. */
  NAMES_LOST,
  /** The rewrite lacks too many words of the raw instruction. */
  WORDS_LOST;

  /** The name used in files, in snake_case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
