package org.winnow.runners.launch;

import org.jspecify.annotations.Nullable;

/** The address of a Flink master is wrong, or what answers there cannot take jobs of this build. */
public final class FlinkMasterException extends Exception {
  private static final long serialVersionUID = 1L;

  /** A failure that people read. */
  public FlinkMasterException(String message) {
    super(message);
  }

  /** A failure that people read, and what it came from. */
  public FlinkMasterException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
