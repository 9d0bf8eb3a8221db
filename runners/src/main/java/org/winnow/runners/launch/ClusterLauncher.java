package org.winnow.runners.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.flink.api.common.JobID;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.PipelineFailedException;
import org.winnow.runners.launch.FlinkContext.Place;

/**
 * Submits to a Flink cluster and follows the job to its end.
 *
 * <p>Winnow and its libraries stand on the cluster's own class path, in Flink's {@code lib} folder:
 * the native library of a model can be loaded by one class loader only, and jobs that brought it
 * along would each have one of their own. What goes over the network is the graph and an empty jar,
 * without which Beam would send the whole class path. Where Flink started this program, it sends
 * the job jar.
 */
public final class ClusterLauncher implements Launcher {
  /** How long a worker may count before the master hears of it. */
  private static final long REPORT_MILLIS = 2_000;

  /** Beam's name for the cluster that Flink has chosen. */
  private static final String CHOSEN = "[auto]";

  private final FlinkMaster master;
  private final Place place;
  private final int parallelism;
  private final Consumer<String> notes;

  /**
   * A launcher.
   *
   * @param master of the cluster, checked
   * @param place where this program stands
   * @param parallelism workers of a step, from 1
   * @param notes told what people should know while the job runs
   */
  public ClusterLauncher(FlinkMaster master, Place place, int parallelism, Consumer<String> notes) {
    this.master = master;
    this.place = place;
    this.parallelism = parallelism;
    this.notes = notes;
  }

  @Override
  public Pipeline create() {
    FlinkPipelineOptions options = PipelineOptionsFactory.as(FlinkPipelineOptions.class);
    options.setRunner(FlinkRunner.class);
    options.setFlinkMaster(place == Place.OWN_PROCESS ? master.address() : CHOSEN);
    options.setParallelism(parallelism);
    options.setUseDataStreamForBatch(true); // see FlinkLauncher
    options.setFasterCopy(true);
    options.setAttachedMode(false); // to follow the job and to cancel it
    options.setMaxBundleTimeMills(REPORT_MILLIS);
    options.setJobName("winnow " + new JobID());
    return Pipeline.create(options);
  }

  @Override
  public void run(Pipeline pipeline) throws PipelineFailedException {
    FlinkPipelineOptions options = pipeline.getOptions().as(FlinkPipelineOptions.class);
    try (CancelOnSignal signal =
        place == Place.JOB_MANAGER ? CancelOnSignal.deaf() : CancelOnSignal.listening(notes)) {
      PipelineResult result = submit(pipeline, options);
      try (FlinkJob job = FlinkJob.named(options.getJobName(), master)) {
        notes.accept("job " + job.id() + ": " + master.page(job.id()));
        follow(job, signal);
        JobCounts.show(result.metrics());
      }
    } catch (IOException e) {
      throw new PipelineFailedException(
          "the Flink at " + master.address() + " was lost: " + e.getMessage(), e);
    }
  }

  private static PipelineResult submit(Pipeline pipeline, FlinkPipelineOptions options)
      throws PipelineFailedException, IOException {
    Path folder = Files.createTempDirectory("winnow-job");
    Path jar = folder.resolve("winnow-job.jar");
    try {
      writeEmptyJar(jar);
      options.setFilesToStage(List.of(jar.toString()));
      return pipeline.run();
    } catch (RuntimeException e) {
      throw Launches.failure(e);
    } finally {
      Files.deleteIfExists(jar);
      Files.deleteIfExists(folder);
    }
  }

  private static void writeEmptyJar(Path jar) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    try (OutputStream out = Files.newOutputStream(jar)) {
      new JarOutputStream(out, manifest).close();
    }
  }

  private void follow(FlinkJob job, CancelOnSignal signal)
      throws PipelineFailedException, IOException {
    JobCounts counts = new JobCounts(job.id(), master);
    boolean isCancelling = false;
    while (!job.isDone()) {
      if (signal.isAsked() && !isCancelling) {
        job.cancel();
        isCancelling = true;
      }
      counts.show();
      signal.await(1, TimeUnit.SECONDS);
    }
    job.check();
  }
}
