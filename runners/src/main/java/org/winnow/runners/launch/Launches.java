package org.winnow.runners.launch;

import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.winnow.pipelines.run.PipelineFailedException;

/** Runs a pipeline and turns its failure into one with a message for people. */
final class Launches {
  private Launches() {}

  static void run(Pipeline pipeline) throws PipelineFailedException {
    PipelineResult.State state;
    try {
      state = pipeline.run().waitUntilFinish();
    } catch (RuntimeException e) {
      throw new PipelineFailedException(firstFailure(e), e);
    }
    if (state != PipelineResult.State.DONE) {
      throw new PipelineFailedException(
          "the pipeline ended in state " + state, new IllegalStateException(String.valueOf(state)));
    }
  }

  /** The message of the innermost cause: what happened, without how it came up. */
  private static String firstFailure(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return cause.getClass().getSimpleName()
        + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
  }
}
