package org.winnow.scorers.checkpoint;

import java.util.List;

/** A checkpoint cannot be used; the message names each problem with what was expected and found. */
public final class CheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** One problem with one checkpoint. */
  public CheckpointException(String message) {
    super(message);
  }

  /** One problem with one checkpoint, and what caused it. */
  public CheckpointException(String message, Throwable cause) {
    super(message, cause);
  }

  /** All the problems of one checkpoint. */
  static CheckpointException of(String checkpoint, List<String> problems) {
    return new CheckpointException(
        "checkpoint " + checkpoint + " cannot be used:\n  - " + String.join("\n  - ", problems));
  }
}
