package org.winnow.schemas.format;

import java.io.IOException;
import java.nio.file.Path;

/** The disk, not the content, failed; kept apart so that it is never taken for a damaged file. */
final class DiskFailure extends IOException {
  private static final long serialVersionUID = 1;

  DiskFailure(Path path, IOException cause) {
    super("cannot read " + path + ": " + cause.getMessage(), cause);
  }

  /** Throws the failure that {@code e} is, or stems from, if there is one. */
  static void throwIfCauseOf(Exception e) throws DiskFailure {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof DiskFailure failure) {
        throw failure;
      }
    }
  }
}
