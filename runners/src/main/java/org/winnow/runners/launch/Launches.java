package org.winnow.runners.launch;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.run.PipelineFailedException;

/** Runs a pipeline and turns its failure into one with a message for people. */
final class Launches {
  private Launches() {}

  static void run(Pipeline pipeline) throws PipelineFailedException {
    PipelineResult.State state;
    try {
      state = pipeline.run().waitUntilFinish();
    } catch (RuntimeException e) {
      throw failure(e);
    }
    if (state != PipelineResult.State.DONE) {
      throw new PipelineFailedException(
          "the pipeline ended in state " + state, new IllegalStateException(String.valueOf(state)));
    }
  }

  /** The failure of a pipeline, told for people. */
  static PipelineFailedException failure(Throwable failure) {
    return new PipelineFailedException(firstFailure(failure), failure);
  }

  /**
   * What happened, innermost cause first, and around it whatever else says something; the wrappers
   * of runners, which only repeat their cause, are left out, and causes that are told with a place.
   */
  private static String firstFailure(Throwable failure) {
    Deque<String> messages = new ArrayDeque<>();
    String told = "";
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      @Nullable Throwable inner = cause.getCause();
      String message = cause.getMessage() == null ? "" : cause.getMessage();
      boolean repeats = inner != null && (message.isEmpty() || message.contains(inner.toString()));
      boolean isWrapper = cause.getClass().getName().matches(".*(flink|beam).*");
      boolean isTold = !message.isEmpty() && told.endsWith(": " + message);
      if (!isTold && (inner == null || !(repeats || isWrapper))) {
        told = message;
        messages.addFirst(
            cause.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message));
      }
    }
    return String.join("; in ", messages);
  }
}
