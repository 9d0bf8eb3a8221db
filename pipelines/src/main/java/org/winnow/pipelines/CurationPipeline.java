package org.winnow.pipelines;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.winnow.pipelines.run.Summaries;
import org.winnow.pipelines.steps.PreparedStep;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.format.OutputShape;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.read.ReadCorpus;
import org.winnow.transforms.select.DrawTwin;
import org.winnow.transforms.write.FitShape;
import org.winnow.transforms.write.ShardFile;
import org.winnow.transforms.write.ShardPlan;
import org.winnow.transforms.write.WriteDataset;
import org.winnow.transforms.write.WriteLines;
import org.winnow.transforms.write.WriteRejections;

/**
 * The line that every sample goes:
 *
 * <pre>
 *   files -> read -> the recipe's steps -> write
 *               \            \               |
 *                `----- rejected rows -------+--> summary
 * </pre>
 *
 * <p>Where another shape than messages is written, rows that do not fit it leave right behind
 * reading, so that counts of later steps are exact, and what steps have made is checked once more.
 *
 * <p>Each step gives the rows that stay and the rows that left. The rows that left come together in
 * one collection and one sink. Counts of everything, and the tables in which steps tell what they
 * did, become a few lines beside the data, which the launching process reads when the pipeline is
 * done.
 */
public final class CurationPipeline {
  /** Folder of the data files, below the dataset. */
  public static final String DATA = "data";

  /** Folder of the twin by chance, below the dataset. */
  public static final String BASELINE = "baseline";

  /** Folder of the rejected rows, below the dataset. */
  public static final String REJECTED = "rejected";

  /** Name of the file of counts, below the staging folder. */
  public static final String SUMMARY = "_winnow/summary.jsonl";

  private static final String READ = "Read corpus";
  private static final String WRITE = "Write dataset";

  private static final long TEXT_BYTES_PER_SHARD = 64L << 20;

  private CurationPipeline() {}

  /**
   * The step that a transform of the graph belongs to, as steps are called in reports.
   *
   * @param transform full name of a transform, its parents first, between slashes
   */
  public static String stepOf(String transform) {
    int slash = transform.indexOf('/');
    String outermost = slash < 0 ? transform : transform.substring(0, slash);
    return switch (outermost) {
      case READ -> ReadCorpus.STEP;
      case WRITE -> WriteDataset.STEP;
      default -> outermost;
    };
  }

  /**
   * Builds the graph of a plan; nothing runs yet.
   *
   * @param staging where the dataset is put together
   */
  public static void build(Pipeline pipeline, CurationPlan plan, Path staging) {
    List<PCollection<Rejection>> rejections = new ArrayList<>();
    List<PCollection<KV<String, Long>>> counts = new ArrayList<>();
    List<PCollection<String>> tables = new ArrayList<>();

    StepResult read = pipeline.apply(READ, new ReadCorpus(plan.files(), plan.limits()));
    rejections.add(read.rejected());
    counts.add(read.kept().apply("Count after read", Summaries.kept(ReadCorpus.STEP)));

    PCollection<CorpusBatch> corpus = read.kept();
    List<PCollection<CorpusBatch>> entered = new ArrayList<>();
    OutputShape shape = plan.recipe().output().shape();
    if (shape != OutputShape.MESSAGES) {
      StepResult fitting = corpus.apply("Fit shape", new FitShape(FitShape.STEP, shape));
      rejections.add(fitting.rejected());
      counts.add(fitting.kept().apply("Count after fit", Summaries.kept(FitShape.STEP)));
      corpus = fitting.kept();
    }
    for (PreparedStep step : plan.steps()) {
      if (plan.baseline().filter(b -> b.step().equals(step.label())).isPresent()) {
        entered.add(corpus);
      }
      StepResult result = corpus.apply(step.label(), step.transform());
      rejections.add(result.rejected());
      counts.add(result.kept().apply("Count after " + step.label(), Summaries.kept(step.label())));
      result
          .tables()
          .map(some -> some.apply("List tables of " + step.label(), Summaries.tables()))
          .ifPresent(tables::add);
      corpus = result.kept();
      counts.addAll(Summaries.ofMixture(step, corpus));
    }
    if (shape != OutputShape.MESSAGES) {
      // what steps have made may not fit either
      StepResult fitting = corpus.apply("Fit shape again", new FitShape(WriteDataset.STEP, shape));
      rejections.add(fitting.rejected());
      counts.add(fitting.kept().apply("Count before write", Summaries.kept(WriteDataset.STEP)));
      corpus = fitting.kept();
    }

    PCollection<ShardFile> data =
        corpus.apply(WRITE, write(plan, plan.scoreColumns(), staging.resolve(DATA)));

    PCollection<Rejection> rejected =
        PCollectionList.of(rejections)
            .apply("Bring rejections together", Flatten.pCollections())
            .setCoder(RejectionCoder.of());
    counts.add(rejected.apply("Count rejections", Summaries.rejected()));
    PCollection<ShardFile> rejectionFiles =
        rejected.apply("Write rejections", new WriteRejections(staging.resolve(REJECTED)));

    PCollectionList.of(PCollectionList.of(counts).apply("Total", Summaries.totals()))
        .and(tables)
        .and(baseline(plan, entered, corpus, staging))
        .and(data.apply("List data files", Summaries.files(DATA)))
        .and(rejectionFiles.apply("List rejection files", Summaries.files(REJECTED)))
        .apply("Bring summary together", Flatten.pCollections())
        .apply("Write summary", new WriteLines(staging.resolve(SUMMARY)));
  }

  /** The lines on the files of the twin by chance; nothing if no step asks for one. */
  private static List<PCollection<String>> baseline(
      CurationPlan plan,
      List<PCollection<CorpusBatch>> entered,
      PCollection<CorpusBatch> written,
      Path staging) {
    List<PCollection<String>> lines = new ArrayList<>();
    for (PCollection<CorpusBatch> rows : entered) {
      BaselinePlan twin = plan.baseline().orElseThrow();
      lines.add(
          rows.apply("Draw baseline", new DrawTwin(twin.step(), plan.recipe().seed(), written))
              .apply("Write baseline", write(plan, twin.scoreColumns(), staging.resolve(BASELINE)))
              .apply("List baseline files", Summaries.files(BASELINE)));
    }
    return lines;
  }

  private static WriteDataset write(CurationPlan plan, List<String> scoreColumns, Path folder) {
    return new WriteDataset(
        plan.recipe().seed(),
        plan.recipe().output().format(),
        plan.recipe().output().layout(scoreColumns),
        new ShardPlan(plan.recipe().output().shardRows(), TEXT_BYTES_PER_SHARD),
        folder);
  }
}
