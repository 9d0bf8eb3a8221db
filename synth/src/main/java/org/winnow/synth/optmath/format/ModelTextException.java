package org.winnow.synth.optmath.format;

/** A text is no model that Winnow reads. The message says what was expected and what was found. */
public final class ModelTextException extends Exception {
  private static final long serialVersionUID = 1;

  private static final int MAX_EXCERPT = 60;

  private final int line;

  ModelTextException(int line, String message) {
    super("line " + line + ": " + message);
    this.line = line;
  }

  ModelTextException(int line, IllegalArgumentException cause) {
    super("line " + line + ": " + cause.getMessage(), cause);
    this.line = line;
  }

  /** A part of the text, short enough for a message. */
  static String excerpt(String text) {
    return "\""
        + (text.length() > MAX_EXCERPT ? text.substring(0, MAX_EXCERPT) + "..." : text)
        + "\"";
  }

  /** The line of the text, from 1. */
  public int line() {
    return line;
  }
}
