package org.winnow.synth.answer;

/** A text is not the kind of formula that was looked for. */
public final class UnreadableException extends Exception {
  private static final long serialVersionUID = 1;

  UnreadableException(String message) {
    super(message);
  }
}
