package org.winnow.pipelines;

/**
 * The data does not allow it now, since somebody else is at work on it; nothing is published, and
 * the same call may succeed when they are done.
 */
public final class TryLaterException extends DataException {
  private static final long serialVersionUID = 1;

  /** With a message that says who or what is in the way. */
  public TryLaterException(String message) {
    super(message);
  }
}
