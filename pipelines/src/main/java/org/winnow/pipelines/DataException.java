package org.winnow.pipelines;

/** The data does not allow what the recipe asks for; nothing is published. */
public class DataException extends Exception {
  private static final long serialVersionUID = 1;

  /** With a message that says what was expected, what was found, and where. */
  public DataException(String message) {
    super(message);
  }
}
