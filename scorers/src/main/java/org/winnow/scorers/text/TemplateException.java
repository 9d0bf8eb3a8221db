package org.winnow.scorers.text;

/** The chat template did not render a conversation; the message says why. */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what the template said or what the interpreter reported. */
  public TemplateException(String message) {
    super(message);
  }
}
