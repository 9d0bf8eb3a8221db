package org.winnow.pipelines.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.steps.PreparedStep;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.mix.MixException;
import org.winnow.transforms.mix.MixUnit;
import org.winnow.transforms.mix.Mixture;
import org.winnow.transforms.read.ReadCorpus;
import org.winnow.transforms.write.WriteLines;

/**
 * What a run would do, found without a model and without writing a dataset.
 *
 * <p>Reads the input and carries out the steps before the first scoring, so the counts up to there
 * are exact. Later counts follow from the amounts that the steps keep; which domains a selection
 * takes its rows from cannot be known before the scores are, so from there on domains are expected
 * to keep their proportions.
 *
 * @param rowsRead rows in the input, sound or broken
 * @param invalid rows that are broken, by reason
 * @param stages one for reading and one for each step, in order
 */
public record Forecast(long rowsRead, Map<String, Long> invalid, List<Stage> stages) {
  public Forecast {
    stages = List.copyOf(stages);
  }

  /**
   * One stage.
   *
   * @param label name of the step
   * @param summary what it does
   * @param rows rows that are left after it, by domain
   * @param isExact whether the rows of each domain are known, not expected
   * @param scorings by how many checkpoints each row is scored; 0 for a step that does not score
   * @param knownRows of the rows to score, for each checkpoint anew, those whose scores are in the
   *     store; -1 for a step that does not score, or where the batches cannot be known yet
   * @param mixture what each phase takes of each domain, for a step that mixes by rows
   */
  public record Stage(
      String label,
      String summary,
      Map<String, Long> rows,
      boolean isExact,
      int scorings,
      long knownRows,
      Optional<Mixture> mixture) {
    /** Rows of all domains. */
    public long total() {
      return rows.values().stream().mapToLong(Long::longValue).sum();
    }
  }

  /**
   * Makes the forecast.
   *
   * @throws PipelineFailedException if the input cannot be read
   * @throws DataException if domains do not have what a mixture asks of them
   */
  public static Forecast of(CurationPlan plan, Launcher launcher)
      throws IOException, PipelineFailedException, DataException {
    Path folder = Files.createTempDirectory("winnow-plan");
    Path lines = folder.resolve("summary.jsonl");
    try {
      Pipeline pipeline = launcher.create();
      build(pipeline, plan, lines);
      DataFailures.run(launcher, pipeline);
      return read(plan, RunSummary.read(lines));
    } finally {
      Files.deleteIfExists(lines);
      Files.deleteIfExists(folder);
    }
  }

  private static void build(Pipeline pipeline, CurationPlan plan, Path file) {
    StepResult read = pipeline.apply("Read corpus", new ReadCorpus(plan.files(), plan.limits()));
    List<PCollection<Rejection>> rejections = new ArrayList<>(List.of(read.rejected()));
    List<PCollection<KV<String, Long>>> counts = new ArrayList<>();
    List<PCollection<String>> lines = new ArrayList<>();
    counts.add(read.kept().apply("Count after read", Summaries.kept(ReadCorpus.STEP)));
    PCollection<CorpusBatch> corpus = read.kept();
    for (PreparedStep step : plan.steps()) {
      if (!step.scoring().isEmpty()) {
        for (int i = 0; i < step.scoring().size(); i++) {
          lines.add(
              corpus.apply(
                  "Look up scores by checkpoint " + (i + 1),
                  Summaries.known(step.label(), step.scoring().get(i), plan.paths().store())));
        }
        break;
      }
      StepResult result = corpus.apply(step.label(), step.transform());
      rejections.add(result.rejected());
      counts.add(result.kept().apply("Count after " + step.label(), Summaries.kept(step.label())));
      corpus = result.kept();
    }
    counts.add(
        PCollectionList.of(rejections)
            .apply("Bring rejections together", Flatten.pCollections())
            .setCoder(RejectionCoder.of())
            .apply("Count rejections", Summaries.rejected()));
    lines.add(PCollectionList.of(counts).apply("Total", Summaries.totals()));
    PCollectionList.of(lines)
        .apply("Bring summary together", Flatten.pCollections())
        .apply("Write summary", new WriteLines(file));
  }

  private static Forecast read(CurationPlan plan, RunSummary summary) throws DataException {
    List<Stage> stages = new ArrayList<>();
    Map<String, Long> rows = summary.byDomainAfter(ReadCorpus.STEP);
    stages.add(
        new Stage(ReadCorpus.STEP, "read the input files", rows, true, 0, -1, Optional.empty()));
    boolean isExact = true;
    boolean isCounted = true;
    for (PreparedStep step : plan.steps()) {
      long known = -1;
      Optional<Mixture> mixture = mixture(step, rows);
      if (!step.scoring().isEmpty()) {
        known = isCounted ? summary.knownRows(step.label()) : -1;
        isCounted = false;
        isExact = false; // samples that cannot be scored leave here
      } else if (isCounted) {
        rows = summary.byDomainAfter(step.label());
      } else {
        isExact &= step.forecast().isExact();
        rows = step.forecast().after(rows);
      }
      stages.add(
          new Stage(
              step.label(), step.summary(), rows, isExact, step.scoring().size(), known, mixture));
    }
    return new Forecast(
        summary.rowsRead(), new TreeMap<>(summary.reasonsOf(ReadCorpus.STEP)), stages);
  }

  private static Optional<Mixture> mixture(PreparedStep step, Map<String, Long> before)
      throws DataException {
    try {
      return step.mixture()
          .filter(mix -> mix.unit() == MixUnit.ROWS)
          .map(mix -> mix.rule().of(before));
    } catch (MixException e) {
      throw new DataException(step.label() + ": " + e.getMessage());
    }
  }
}
