package org.winnow.pipelines.run;

import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.DataException;
import org.winnow.transforms.mix.MixException;

/** Tells failures that lie in the data from failures of the machine. */
final class DataFailures {
  private DataFailures() {}

  /**
   * Runs a pipeline.
   *
   * @throws DataException if it failed because the data does not allow what the recipe asks for
   * @throws PipelineFailedException if it failed for another reason
   */
  static void run(Launcher launcher, Pipeline pipeline)
      throws DataException, PipelineFailedException {
    try {
      launcher.run(pipeline);
    } catch (PipelineFailedException e) {
      for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof MixException) {
          throw new DataException("mix: " + cause.getMessage() + "; nothing was published");
        }
      }
      throw e;
    }
  }
}
