package org.winnow.pipelines.refresh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.run.Lease;

/** Gives readers another version, while no refresh is at work. */
public final class Rollback {
  private Rollback() {}

  /**
   * Rolls back, as {@link Versions#rollBack} says.
   *
   * @param number of the version; empty for the parent of the latest
   * @param owner names this process in the lock, and no other
   * @return the latest version from now on
   * @throws DataException if there is no such version, or a refresh is at work
   */
  public static DatasetVersion run(
      Path dataset, Optional<Integer> number, String owner, Clock clock)
      throws IOException, DataException {
    Versions versions = new Versions(dataset);
    if (versions.numbers().isEmpty()) {
      throw new DataException(dataset + " has no published version");
    }
    try (Lease lock = Versions.lease(dataset, owner, clock)) {
      lock.check();
      return versions.rollBack(number);
    }
  }
}
