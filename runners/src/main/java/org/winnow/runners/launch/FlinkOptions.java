package org.winnow.runners.launch;

import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.winnow.pipelines.remote.FileSystemOptions;

/** What all pipelines on Flink have in common. */
final class FlinkOptions {
  /**
   * Elements of a bundle at most. The runner joins what a bundle brings for one key to one record
   * before it sorts by key, and a record must fit into the sort buffer; of 64 KB an element, this
   * makes 1 MB.
   */
  private static final long BUNDLE_ELEMENTS = 16;

  private FlinkOptions() {}

  /**
   * Options for the Flink at an address.
   *
   * @param master {@code HOST:PORT}, or {@code [local]}
   * @param parallelism workers of a step, from 1
   */
  static FlinkPipelineOptions of(String master, int parallelism) {
    FlinkPipelineOptions options = FileSystemOptions.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster(master);
    options.setParallelism(parallelism);
    // The DataSet planner walks every path through the graph: a recipe of ten steps would be
    // planned for hours.
    options.setUseDataStreamForBatch(true);
    // Elements are immutable, so Flink need not copy them between chained steps.
    options.setFasterCopy(true);
    options.setMaxBundleSize(BUNDLE_ELEMENTS);
    return options;
  }
}
