package org.winnow.pipelines.refresh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.run.RunReport;

/** How a refresh ended. */
public sealed interface RefreshOutcome {
  /**
   * A new version is the latest.
   *
   * @param difference from its parent; empty for the first version
   * @param pruned numbers of older versions that were deleted
   */
  record Published(
      DatasetVersion version,
      RunReport report,
      Optional<DatasetDifference> difference,
      List<Integer> pruned)
      implements RefreshOutcome {}

  /** Inputs, recipe and models are those of the latest version; nothing was done. */
  record Unchanged(DatasetVersion latest) implements RefreshOutcome {}

  /**
   * Inputs, recipe and models are those of a version that was taken back; nothing was done.
   *
   * @param version its number
   * @param kept whether it is still there
   * @param latest the version that stays
   */
  record TakenBack(int version, boolean kept, DatasetVersion latest) implements RefreshOutcome {}

  /**
   * An expectation of the recipe does not hold; the latest version stays.
   *
   * @param failures what was expected and what was found
   * @param folder the whole dataset that was not published
   */
  record Refused(List<String> failures, Path folder, RunReport report) implements RefreshOutcome {}
}
