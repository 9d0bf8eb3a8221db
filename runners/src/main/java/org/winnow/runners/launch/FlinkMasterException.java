package org.winnow.runners.launch;

/** The address of a Flink master is wrong, or what answers there cannot take jobs of this build. */
public final class FlinkMasterException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure that people read. */
  public FlinkMasterException(String message) {
    super(message);
  }

  /** A failure that people read, and what it came from. */
  public FlinkMasterException(String message, Throwable cause) {
    super(message, cause);
  }
}
