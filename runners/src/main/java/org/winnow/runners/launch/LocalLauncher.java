package org.winnow.runners.launch;

import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.Pipeline;
import org.winnow.pipelines.remote.FileSystemOptions;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.PipelineFailedException;
import org.winnow.transforms.WakeUps;

/**
 * Runs in this process on Beam's direct runner: starts at once, and keeps what flows between steps
 * on the heap.
 */
public final class LocalLauncher implements Launcher {
  private final int parallelism;

  /**
   * A launcher.
   *
   * @param parallelism threads that work on the steps, from 1
   */
  public LocalLauncher(int parallelism) {
    this.parallelism = parallelism;
  }

  @Override
  public Pipeline create() {
    DirectOptions options = FileSystemOptions.as(DirectOptions.class);
    options.setRunner(DirectRunner.class);
    options.setTargetParallelism(parallelism);
    // These re-encode every element to catch faulty steps; tests run with them, users need not pay.
    options.setEnforceImmutability(false);
    options.setEnforceEncodability(false);
    return Pipeline.create(options);
  }

  @Override
  public void run(Pipeline pipeline) throws PipelineFailedException {
    WakeUps.addTo(pipeline);
    Launches.run(pipeline);
  }
}
