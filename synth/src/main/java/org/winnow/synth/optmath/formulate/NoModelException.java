package org.winnow.synth.optmath.formulate;

/** An answer is no model. The message says what was expected and what was found. */
final class NoModelException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  NoModelException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  NoModelException(String reason, Exception cause) {
    super(cause.getMessage(), cause);
    this.reason = reason;
  }

  /** For counting, in snake_case. */
  String reason() {
    return reason;
  }
}
