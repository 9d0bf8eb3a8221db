package org.winnow.synth.optmath.problems;

/** A text does not say an instance of its class. */
public final class ProblemTextException extends Exception {
  private static final long serialVersionUID = 1;

  ProblemTextException(String message) {
    super(message);
  }
}
