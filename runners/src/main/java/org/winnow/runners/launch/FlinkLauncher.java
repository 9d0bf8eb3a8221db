package org.winnow.runners.launch;

import org.apache.beam.sdk.Pipeline;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.PipelineFailedException;

/**
 * Runs in this process on an embedded Flink, which spills to disk what does not fit on the heap.
 */
public final class FlinkLauncher implements Launcher {
  private final int parallelism;

  /**
   * A launcher.
   *
   * @param parallelism slots of the embedded cluster, from 1
   */
  public FlinkLauncher(int parallelism) {
    this.parallelism = parallelism;
  }

  @Override
  public Pipeline create() {
    return Pipeline.create(FlinkOptions.of("[local]", parallelism));
  }

  @Override
  public void run(Pipeline pipeline) throws PipelineFailedException {
    Launches.run(pipeline);
  }
}
