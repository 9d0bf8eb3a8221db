package org.winnow.pipelines.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.transforms.RunBoard;

/**
 * One run of a plan: stage, launch, check, publish.
 *
 * <p>Whatever goes wrong before the last rename leaves the published dataset as it was.
 */
public final class CurationRun {
  private final CurationPlan plan;
  private final Launcher launcher;
  private final Clock clock;

  /**
   * A run.
   *
   * @param clock tells the time that goes into the manifest
   */
  public CurationRun(CurationPlan plan, Launcher launcher, Clock clock) {
    this.plan = plan;
    this.launcher = launcher;
    this.clock = clock;
  }

  /**
   * Runs to the end and publishes.
   *
   * @throws DataException if too many rows are broken, none is left, the input changed meanwhile,
   *     or the place is not free
   * @throws PipelineFailedException if the pipeline failed
   */
  public RunReport run() throws IOException, DataException, PipelineFailedException {
    Instant started = clock.instant();
    try (Publication publication = Publication.open(plan.paths(), clock)) {
      return run(publication, Provenance.of(plan), started);
    }
  }

  /**
   * The same, of inputs whose content is known already.
   *
   * @param provenance of this run's plan; the input may not change after it was taken
   */
  public RunReport run(Provenance provenance)
      throws IOException, DataException, PipelineFailedException {
    Instant started = clock.instant();
    try (Publication publication = Publication.open(plan.paths(), clock)) {
      return run(publication, provenance, started);
    }
  }

  private RunReport run(Publication publication, Provenance provenance, Instant started)
      throws IOException, DataException, PipelineFailedException {
    RunBoard.clear();
    Pipeline pipeline = launcher.create();
    CurationPipeline.build(pipeline, plan, publication.staging());
    DataFailures.run(launcher, pipeline);
    provenance
        .inputs()
        .check(Stream.concat(plan.files().stream(), plan.targets().stream()).toList());
    RunSummary summary = RunSummary.read(publication.staging().resolve(CurationPipeline.SUMMARY));
    check(summary, publication.staging());
    double seconds = Duration.between(started, clock.instant()).toMillis() / 1000.0;
    RunReport report = RunReport.of(plan, summary, started, seconds);
    Files.deleteIfExists(publication.staging().resolve(CurationPipeline.SUMMARY));
    new DatasetFiles(plan, provenance, summary, report, publication.staging()).write();
    publication.publish();
    return report;
  }

  private void check(RunSummary summary, Path staging) throws DataException {
    long read = summary.rowsRead();
    long invalid = summary.invalidRows();
    long allowed = invalid == 0 ? 0 : plan.recipe().maxRejected().atMost(read);
    if (invalid > allowed) {
      throw new DataException(
          invalid
              + " of "
              + read
              + " rows are broken, more than max_rejected: "
              + plan.recipe().maxRejected()
              + " allows ("
              + allowed
              + "): "
              + Reasons.ofInvalid(summary)
              + "; nothing was published, the rows are listed in "
              + staging.resolve(CurationPipeline.REJECTED));
    }
    if (summary.rowsWritten() == 0) {
      throw new DataException(
          "no row is left after the last step ("
              + read
              + " were read; rows left by "
              + Reasons.ofAll(summary)
              + "); nothing was published");
    }
  }
}
