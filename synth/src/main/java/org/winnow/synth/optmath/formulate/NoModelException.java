package org.winnow.synth.optmath.formulate;

import org.winnow.synth.optmath.pair.Flaw;

/** An answer is no model. */
final class NoModelException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Flaw flaw;

  NoModelException(String reason, String message) {
    super(message);
    flaw = new Flaw(reason, message);
  }

  NoModelException(String reason, Exception cause) {
    super(cause);
    flaw = new Flaw(reason, String.valueOf(cause.getMessage()));
  }

  /** What was expected and what was found. */
  Flaw flaw() {
    return flaw;
  }
}
