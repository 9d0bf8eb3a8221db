package org.winnow.pipelines.run;

import org.apache.beam.sdk.Pipeline;

/** Where a pipeline runs. The modules below this seam know no concrete runner. */
public interface Launcher {
  /** An empty pipeline with this runner's options. */
  Pipeline create();

  /**
   * Runs a pipeline to its end.
   *
   * @throws PipelineFailedException if it did not come to a good end; its cause is the first
   *     failure
   */
  void run(Pipeline pipeline) throws PipelineFailedException;
}
