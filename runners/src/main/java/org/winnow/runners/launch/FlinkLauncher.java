package org.winnow.runners.launch;

import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
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
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster("[local]");
    options.setParallelism(parallelism);
    // The DataSet planner walks every path through the graph: a recipe of ten steps would be
    // planned
    // for hours.
    options.setUseDataStreamForBatch(true);
    // Elements are immutable, so Flink need not copy them between chained steps.
    options.setFasterCopy(true);
    return Pipeline.create(options);
  }

  @Override
  public void run(Pipeline pipeline) throws PipelineFailedException {
    Launches.run(pipeline);
  }
}
