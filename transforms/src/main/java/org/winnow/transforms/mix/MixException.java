package org.winnow.transforms.mix;

/** The domains do not have what a mixture asks for. */
public final class MixException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With a message that names the domain, what is asked of it, and what it has. */
  public MixException(String message) {
    super(message);
  }
}
