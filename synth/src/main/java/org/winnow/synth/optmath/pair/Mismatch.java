package org.winnow.synth.optmath.pair;

import java.util.Locale;

/** In what the model that was read from a text differs from the instance's. */
enum Mismatch {
  /** One is minimised, the other maximised. */
  SENSE(true),
  /** No values satisfy the rows that were read, or there are always better ones. */
  NOT_OPTIMAL(true),
  /** The solver did not get done with the model that was read. */
  NOT_SOLVED(false),
  /** Another optimum. */
  OPTIMUM(true),
  /** The same optimum, with other numbers of binary, integer and continuous variables. */
  VARIABLE_TYPES(false),
  /** The same optimum, and another one or another outcome after a number was changed in both. */
  PERTURBED_OPTIMUM(true),
  /** The same optimum; the solver did not get done after a number was changed in both. */
  PERTURBED_NOT_SOLVED(false);

  private final boolean isHard;

  Mismatch(boolean isHard) {
    this.isHard = isHard;
  }

  /** For counting. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Whether the text was read as another problem than it tells, and so is a hard one. Not where it
   * is unknown, and not where the difference may be one of formulation only.
   */
  boolean isHard() {
    return isHard;
  }
}
