package org.winnow.pipelines.run;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.winnow.schemas.Folders;

/** What earlier runs left in folders that nobody uses any more. */
public final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private Leftovers() {}

  /**
   * Deletes a folder; what a dead run left at work on a cluster may still write there, and is left
   * to the next one.
   */
  public static void clear(Path folder) throws IOException {
    try {
      Folders.delete(folder);
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      LOG.info("somebody is at work in {}, perhaps what a dead run left on a cluster", folder, e);
    }
  }
}
