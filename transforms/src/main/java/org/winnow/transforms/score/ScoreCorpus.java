package org.winnow.transforms.score;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Locations;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.ScoreColumn;
import org.winnow.scorers.ScoringEngine;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.SharedEngines;
import org.winnow.scorers.Unscorable;
import org.winnow.transforms.BusyTime;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.RunBoard;
import org.winnow.transforms.StepResult;

/**
 * Adds score columns to every row, from the store where they are known and from the model where
 * not.
 *
 * <p>Batches are scored independently of each other. A sample that cannot be scored is rejected
 * with the scorer's reason; it never gets a number. The model is loaded by the first worker thread
 * that meets a batch which is not in the store, once for the process: a run whose batches are all
 * known loads no model. Scores count as known on the kind of device that the worker would use.
 */
public final class ScoreCorpus extends PTransform<PCollection<CorpusBatch>, StepResult> {
  private final String step;
  private final ScoringPlan plan;
  private final String storeDirectory;

  /** What scores are called in the rows, by what the plan calls them. */
  private final Map<String, String> names;

  /**
   * A scoring step that adds all columns of the plan, under their names.
   *
   * @param step name of the step in rejections
   * @param plan model and scorers
   * @param storeDirectory where known scores are kept
   */
  public ScoreCorpus(String step, ScoringPlan plan, Path storeDirectory) {
    this(
        step,
        plan,
        storeDirectory,
        plan.columns().stream()
            .map(ScoreColumn::name)
            .collect(Collectors.toMap(Function.identity(), Function.identity())));
  }

  /**
   * A scoring step that adds some columns of the plan, under names of their own.
   *
   * @param step name of the step in rejections
   * @param plan model and scorers
   * @param storeDirectory where known scores are kept
   * @param names what the columns are called in the rows, by what the plan calls them
   */
  public ScoreCorpus(
      String step, ScoringPlan plan, Path storeDirectory, Map<String, String> names) {
    this.step = step;
    this.plan = plan;
    this.storeDirectory = storeDirectory.toString();
    this.names = Map.copyOf(names);
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionTuple scored =
        corpus.apply(
            "Score batches",
            ParDo.of(new ScoreBatch(step, plan, storeDirectory, names))
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        scored.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        scored.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  private static final class ScoreBatch extends DoFn<CorpusBatch, CorpusBatch> {
    private final String step;
    private final ScoringPlan plan;
    private final String storeDirectory;
    private final Map<String, String> names;
    private transient @Nullable ScoringEngine engine;
    private transient ScoreStore store;
    private transient DeviceKind device;

    ScoreBatch(String step, ScoringPlan plan, String storeDirectory, Map<String, String> names) {
      this.step = step;
      this.plan = plan;
      this.storeDirectory = storeDirectory;
      this.names = names;
    }

    @Setup
    public void setup() {
      store =
          new ScoreStore(
              Locations.path(storeDirectory),
              () -> RunBoard.add(step, RunBoard.Count.STORE_ENTRIES_DAMAGED, 1));
      device = DeviceKind.of(plan.model().device());
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, MultiOutputReceiver out) throws IOException {
      try (BusyTime busy = BusyTime.start(step)) {
        emit(
            batch,
            scores(batch),
            busy.outside(out.get(StepResult.KEPT)::output),
            busy.outside(out.get(StepResult.REJECTED)::output));
      }
    }

    /** The batch's scores, from the store or else from the model. */
    private BatchScores scores(CorpusBatch batch) throws IOException {
      String key = ScoreStore.key(batch.contentHash(), plan.fingerprint(), device);
      Optional<BatchScores> known = store.get(key);
      BatchScores scores = known.isPresent() ? known.get() : score(batch, key);
      if (known.isPresent()) {
        RunBoard.add(step, RunBoard.Count.ROWS_FROM_STORE, batch.rows());
        RunBoard.add(step, RunBoard.Count.ROWS, batch.rows());
      }
      return scores;
    }

    private BatchScores score(CorpusBatch batch, String key) throws IOException {
      if (engine == null) {
        engine = SharedEngines.acquire(plan);
      }
      LongAdder shown = new LongAdder();
      BatchScores scores =
          requireNonNull(engine)
              .score(
                  batch.samples(),
                  rows -> {
                    shown.add(rows);
                    RunBoard.show(step, RunBoard.Count.ROWS, rows);
                  });
      RunBoard.show(step, RunBoard.Count.ROWS, batch.rows() - shown.sum());
      RunBoard.tell(RunBoard.Count.ROWS, batch.rows());
      RunBoard.add(step, RunBoard.Count.ROWS_SCORED, batch.rows());
      RunBoard.add(step, RunBoard.Count.TOKENS_SCORED, tokens(scores));
      store.put(key, scores);
      return scores;
    }

    /** Tokens of the rows that have scores. */
    private static long tokens(BatchScores scores) {
      int column = scores.columns().indexOf(ScoringPlan.TEXT_COLUMNS.get(0).name());
      return (long)
          Arrays.stream(scores.values()[column]).filter(tokens -> !Double.isNaN(tokens)).sum();
    }

    private void emit(
        CorpusBatch batch,
        BatchScores scores,
        Consumer<CorpusBatch> kept,
        Consumer<Rejection> rejected) {
      CorpusBatch scored = withScores(batch, scores);
      if (scores.unscorable().isEmpty()) {
        kept.accept(scored);
        return;
      }
      BitSet keep = new BitSet(batch.rows());
      keep.set(0, batch.rows());
      List<Sample> samples = batch.samples();
      for (Map.Entry<Integer, Unscorable> bad : new TreeMap<>(scores.unscorable()).entrySet()) {
        keep.clear(bad.getKey());
        rejected.accept(
            Rejection.invalid(
                samples.get(bad.getKey()),
                step,
                bad.getValue().reason(),
                bad.getValue().evidence()));
      }
      if (!keep.isEmpty()) {
        kept.accept(scored.filter(keep));
      }
    }

    private CorpusBatch withScores(CorpusBatch batch, BatchScores scores) {
      List<String> columns = new ArrayList<>();
      List<double[]> values = new ArrayList<>();
      for (int column = 0; column < scores.columns().size(); column++) {
        @Nullable String name = names.get(scores.columns().get(column));
        if (name != null) {
          columns.add(name);
          values.add(scores.values()[column]);
        }
      }
      return batch.withScores(columns, values.toArray(double[][]::new));
    }

    @Teardown
    public void teardown() {
      if (engine != null) {
        SharedEngines.release(plan);
        engine = null;
      }
    }
  }
}
