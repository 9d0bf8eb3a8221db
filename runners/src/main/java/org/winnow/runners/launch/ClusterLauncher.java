package org.winnow.runners.launch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.flink.api.common.JobID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
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
  private static final Logger LOG = LoggerFactory.getLogger(ClusterLauncher.class);

  /** How long a worker may count before the master hears of it. */
  private static final long REPORT_MILLIS = 2_000;

  /** Beam's name for the cluster that Flink has chosen. */
  private static final String CHOSEN = "[auto]";

  private final FlinkMaster master;
  private final Place place;
  private final int parallelism;
  private final Path work;
  private final Optional<Cancellation> cancellation;
  private final Consumer<String> notes;

  /**
   * A launcher.
   *
   * @param master of the cluster, checked
   * @param place where this program stands
   * @param parallelism workers of a step, from 1
   * @param work the working folder of the output, which this process has locked while it runs
   * @param cancellation of the job; if there is none, signals to this process cancel it
   * @param notes told what people should know while the job runs
   */
  public ClusterLauncher(
      FlinkMaster master,
      Place place,
      int parallelism,
      Path work,
      Optional<Cancellation> cancellation,
      Consumer<String> notes) {
    this.master = master;
    this.place = place;
    this.parallelism = parallelism;
    this.work = work;
    this.cancellation = cancellation;
    this.notes = notes;
  }

  @Override
  public Pipeline create() {
    FlinkPipelineOptions options =
        FlinkOptions.of(place == Place.OWN_PROCESS ? master.address() : CHOSEN, parallelism);
    options.setAttachedMode(false); // to follow the job and to cancel it
    options.setMaxBundleTimeMills(REPORT_MILLIS);
    options.setJobName("winnow " + new JobID());
    return Pipeline.create(options);
  }

  @Override
  public void run(Pipeline pipeline) throws PipelineFailedException {
    try {
      if (cancellation.isPresent()) {
        run(pipeline, cancellation.get());
        return;
      }
      Cancellation bySignal = new Cancellation();
      try (CancelOnSignal ignored =
          place == Place.JOB_MANAGER
              ? CancelOnSignal.deaf()
              : CancelOnSignal.listening(bySignal, notes)) {
        run(pipeline, bySignal);
      }
    } catch (IOException e) {
      throw new PipelineFailedException(
          "the Flink at " + master.address() + " was lost: " + e.getMessage(), e);
    }
  }

  private void run(Pipeline pipeline, Cancellation cancelled)
      throws PipelineFailedException, IOException {
    FlinkPipelineOptions options = pipeline.getOptions().as(FlinkPipelineOptions.class);
    JobNote note = new JobNote(work, notes);
    note(note, options.getJobName());
    PipelineResult result = submit(pipeline, options);
    try (FlinkJob job = submitted(options.getJobName())) {
      notes.accept("job " + job.id() + ": " + master.page(job.id()));
      Optional<Exception> hopeless = follow(job, cancelled);
      note.delete();
      if (hopeless.isPresent()) {
        throw Launches.failure(hopeless.get());
      }
      job.check();
      JobCounts.show(result.metrics());
    }
  }

  private void note(JobNote note, String name) throws PipelineFailedException {
    try {
      note.cancelLeft();
      note.write(master, name);
    } catch (IOException e) {
      throw new PipelineFailedException("cannot note the job in " + work + ": " + e, e);
    }
  }

  private FlinkJob submitted(String name) throws IOException {
    return FlinkJob.named(name, master)
        .orElseThrow(() -> new IOException("expected a job named '" + name + "', found none"));
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

  /** Waits until the job is done, which is at once if it has failed of what cannot be mended. */
  private Optional<Exception> follow(FlinkJob job, Cancellation cancelled) throws IOException {
    JobCounts counts = new JobCounts(job.id(), master);
    Optional<Exception> hopeless = Optional.empty();
    boolean isCancelling = false;
    while (!job.isDone()) {
      hopeless = hopeless.isPresent() ? hopeless : hopeless(job);
      if (!isCancelling && (cancelled.isAsked() || hopeless.isPresent())) {
        job.cancel();
        isCancelling = true;
      }
      counts.show();
      cancelled.await(1, TimeUnit.SECONDS);
    }
    return hopeless;
  }

  private Optional<Exception> hopeless(FlinkJob job) {
    try {
      return HopelessFailure.in(job.exceptions(master));
    } catch (IOException e) {
      LOG.debug("no word of failures of job {} for the moment", job.id(), e);
      return Optional.empty();
    }
  }
}
