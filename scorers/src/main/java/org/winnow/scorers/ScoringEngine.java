package org.winnow.scorers;

import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.winnow.schemas.Sample;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.runtime.Decoder;
import org.winnow.scorers.runtime.MicroBatch;
import org.winnow.scorers.runtime.MicroBatchScorer;
import org.winnow.scorers.runtime.ModelWorkers;
import org.winnow.scorers.runtime.Precision;
import org.winnow.scorers.runtime.Splitting;
import org.winnow.scorers.runtime.Stopwatch;
import org.winnow.scorers.runtime.Stopwatch.Phase;
import org.winnow.scorers.runtime.TorchRuntime;
import org.winnow.scorers.text.EncodedSample;
import org.winnow.scorers.text.Encoding;
import org.winnow.scorers.text.SampleEncoder;

/**
 * Scores samples with a model: one forward pass, and one backward pass where gradients are needed,
 * feed every scorer of the plan.
 *
 * <p>Guarantees: results do not depend on the number of worker threads, bit for bit, nor on the
 * order of the samples; they depend on which samples are scored together by rounding only. Rows
 * keep their places. A sample that cannot be scored has a reason and no numbers. Safe for many
 * threads. Memory: the weights, and for each worker logits and activations within the budgets of
 * {@link EngineSettings}.
 */
public final class ScoringEngine implements AutoCloseable {
  private static final int ROWS_PER_TOKENISE_TASK = 16;
  private static final String NOT_FINITE = "non_finite_score";

  private final ScoringPlan plan;
  private final List<String> columns;
  private final List<Scorer> scorers;
  private final EngineSettings settings;
  private final SampleEncoder encoder;
  private final Decoder decoder;
  private final MicroBatchScorer microBatches;
  private final Map<String, OtherModel> others = new LinkedHashMap<>();
  private final ModelWorkers workers;
  private final Stopwatch stopwatch = new Stopwatch();

  private ScoringEngine(
      ScoringPlan plan,
      EngineSettings settings,
      SampleEncoder encoder,
      Decoder decoder,
      List<Decoder> otherDecoders) {
    this.plan = plan;
    this.columns = plan.columns().stream().map(ScoreColumn::name).toList();
    this.scorers = plan.newScorers();
    this.settings = settings;
    this.encoder = encoder;
    this.decoder = decoder;
    SignalNeeds needs = SignalNeeds.of(scorers);
    this.microBatches =
        new MicroBatchScorer(decoder, needs, settings.activationBudget(), stopwatch);
    for (int i = 0; i < otherDecoders.size(); i++) {
      Decoder other = otherDecoders.get(i);
      others.put(
          plan.otherCheckpoints().get(i),
          new OtherModel(
              other, new MicroBatchScorer(other, needs, settings.activationBudget(), stopwatch)));
    }
    this.workers = new ModelWorkers(settings.workers(), plan.model().checkpoint());
  }

  /**
   * Loads the model and starts workers as suits the device; the caller closes the engine.
   *
   * @throws CheckpointException if the weights cannot be used, or are not those of the plan
   */
  public static ScoringEngine open(ScoringPlan plan) {
    return open(plan, EngineSettings.standard(DeviceKind.of(plan.model().device())));
  }

  /** Loads the model and starts workers as set. */
  public static ScoringEngine open(ScoringPlan plan, EngineSettings settings) {
    return open(plan, settings, DeviceKind.of(plan.model().device()).precision());
  }

  /** The same in a precision that need not be the device's. */
  static ScoringEngine open(ScoringPlan plan, EngineSettings settings, Precision precision) {
    Checkpoint checkpoint = plan.openCheckpoint();
    PtNDManager manager = TorchRuntime.newManager(plan.model().device());
    try {
      Decoder decoder =
          Decoder.load(
              manager, checkpoint, plan.model().maxTokens(), settings.logitBudget(), precision);
      List<Decoder> others = new ArrayList<>();
      for (String other : plan.otherCheckpoints()) {
        others.add(
            Decoder.load(
                (PtNDManager) manager.newSubManager(),
                Checkpoint.inspect(other),
                plan.model().maxTokens(),
                settings.logitBudget(),
                precision));
      }
      SampleEncoder encoder = SampleEncoder.open(checkpoint, plan.model());
      return new ScoringEngine(plan, settings, encoder, decoder, others);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  /** The plan that the engine was opened with. */
  public ScoringPlan plan() {
    return plan;
  }

  /** Time spent by phase since the engine was opened. */
  public PhaseTimes times() {
    return new PhaseTimes(
        stopwatch.nanos(Phase.TOKENISE),
        stopwatch.nanos(Phase.FORWARD),
        stopwatch.nanos(Phase.HEAD),
        stopwatch.nanos(Phase.BACKWARD),
        stopwatch.nanos(Phase.SPECTRA));
  }

  /**
   * Scores a list of samples; blocks until all are done.
   *
   * @throws CancellationException if the calling thread is interrupted
   */
  public BatchScores score(List<Sample> samples) {
    return score(samples, rows -> {});
  }

  /**
   * The same, telling how it goes.
   *
   * @param progress is told by the worker threads how many more samples are done; those that never
   *     reach the model are not told
   */
  public BatchScores score(List<Sample> samples, IntConsumer progress) {
    Batch batch = new Batch(columns, samples.size());
    List<MicroBatch.Item> items = encode(samples, batch);
    List<MicroBatch.Item> answers =
        microBatches.needs(Need.ANSWER_ALONE) ? encodeAnswers(samples, items) : List.of();
    Map<Integer, TokenSignals> alone = forward(microBatches, answers, batch);
    Map<Integer, Map<String, ModelView>> views = views(items, answers, batch);
    forEachMicroBatch(
        items,
        batch,
        microBatch -> {
          microBatches.score(
              microBatch,
              (item, signals) -> {
                Optional<TokenSignals> answer = Optional.ofNullable(alone.get(item.row()));
                Map<String, ModelView> others = views.getOrDefault(item.row(), Map.of());
                score(item, signals.with(answer, others), batch);
              });
          progress.accept(microBatch.items().size());
        });
    return new BatchScores(columns, batch.values, batch.unscorable);
  }

  private void forEachMicroBatch(
      List<MicroBatch.Item> items, Batch batch, Consumer<MicroBatch> work) {
    Consumer<MicroBatch.Item> tooLarge =
        item ->
            batch.unscorable.put(
                item.row(),
                new Unscorable(
                    "out_of_memory", item.sample().length() + " tokens do not fit into memory"));
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (MicroBatch microBatch : MicroBatch.cut(items, settings.tokenBudget())) {
      tasks.add(
          () -> {
            try {
              Splitting.run(microBatch, work, tooLarge);
            } catch (RuntimeException e) {
              throw new IllegalStateException(
                  "scoring failed at " + microBatch.describe() + ": " + e, e);
            }
            return true;
          });
    }
    // The longest first, so that no worker starts a long one when the others are done.
    Collections.reverse(tasks);
    workers.runAll(tasks);
  }

  private List<MicroBatch.Item> encodeAnswers(
      List<Sample> samples, List<MicroBatch.Item> conversations) {
    List<MicroBatch.Item> answers = new ArrayList<>();
    for (MicroBatch.Item item : conversations) {
      stopwatch
          .time(Phase.TOKENISE, () -> encoder.encodeAnswer(samples.get(item.row()).messages()))
          .ifPresent(sample -> answers.add(new MicroBatch.Item(item.row(), item.id(), sample)));
    }
    return answers;
  }

  private List<MicroBatch.Item> encode(List<Sample> samples, Batch batch) {
    List<Callable<List<MicroBatch.Item>>> tasks = new ArrayList<>();
    for (int from = 0; from < samples.size(); from += ROWS_PER_TOKENISE_TASK) {
      int first = from;
      int last = Math.min(samples.size(), from + ROWS_PER_TOKENISE_TASK);
      tasks.add(
          () -> stopwatch.time(Phase.TOKENISE, () -> encodeRows(samples, first, last, batch)));
    }
    List<MicroBatch.Item> items = new ArrayList<>();
    workers.runAll(tasks).forEach(items::addAll);
    return items;
  }

  private List<MicroBatch.Item> encodeRows(List<Sample> samples, int first, int last, Batch batch) {
    List<MicroBatch.Item> items = new ArrayList<>();
    for (int row = first; row < last; row++) {
      Sample sample = samples.get(row);
      Encoding encoding = encoder.encode(sample.messages());
      if (encoding instanceof Encoding.Encoded encoded) {
        items.add(new MicroBatch.Item(row, sample.id(), encoded.sample()));
      } else if (encoding instanceof Encoding.Refused refused) {
        batch.unscorable.put(row, new Unscorable(refused.reason(), refused.evidence()));
      }
    }
    return items;
  }

  private void score(MicroBatch.Item item, SampleSignals signals, Batch batch) {
    if (batch.unscorable.containsKey(item.row())) {
      return; // did not fit into memory in an earlier pass
    }
    try {
      NotFiniteException.check("the loss of a token", signals.tokens().crossEntropy());
      NotFiniteException.check("the entropy of a token", signals.tokens().entropy());
      scoreFinite(item, signals, batch);
    } catch (NotFiniteException e) {
      batch.unscorable.put(item.row(), new Unscorable(NOT_FINITE, String.valueOf(e.getMessage())));
    }
  }

  private void scoreFinite(MicroBatch.Item item, SampleSignals signals, Batch batch) {
    double[] row = new double[columns.size()];
    EncodedSample sample = item.sample();
    row[0] = sample.length();
    row[1] = sample.responseTokens();
    row[2] = sample.truncated() ? 1 : 0;
    int at = 3;
    for (Scorer scorer : scorers) {
      double[] values = stopwatch.time(Phase.SPECTRA, () -> scorer.score(signals));
      System.arraycopy(values, 0, row, at, values.length);
      at += values.length;
    }
    for (int column = 0; column < row.length; column++) {
      if (Double.isInfinite(row[column])) {
        throw new NotFiniteException(columns.get(column) + " is " + row[column]);
      }
    }
    for (int column = 0; column < row.length; column++) {
      batch.values[column][item.row()] = row[column];
    }
  }

  /** How each other model sees every sample; empty if no scorer asks. */
  private Map<Integer, Map<String, ModelView>> views(
      List<MicroBatch.Item> items, List<MicroBatch.Item> answers, Batch batch) {
    List<MicroBatch.Item> whole = items.stream().map(MicroBatch.Item::allScored).toList();
    Map<Integer, Map<String, ModelView>> views = new HashMap<>();
    others.forEach(
        (name, other) -> {
          Map<Integer, TokenSignals> alone = forward(other.scorer, answers, batch);
          forward(other.scorer, whole, batch)
              .forEach(
                  (row, tokens) ->
                      views
                          .computeIfAbsent(row, r -> new HashMap<>())
                          .put(
                              name,
                              ModelView.of(tokens)
                                  .withAnswerAlone(Optional.ofNullable(alone.get(row)))));
        });
    return views;
  }

  private Map<Integer, TokenSignals> forward(
      MicroBatchScorer model, List<MicroBatch.Item> items, Batch batch) {
    Map<Integer, TokenSignals> found = new ConcurrentHashMap<>();
    forEachMicroBatch(
        items,
        batch,
        microBatch -> model.forward(microBatch, (item, tokens) -> found.put(item.row(), tokens)));
    return found;
  }

  /** Waits for work in progress and frees the model. */
  @Override
  public void close() {
    workers.close();
    encoder.close();
    others.values().forEach(other -> other.decoder.close());
    decoder.close();
  }

  private record OtherModel(Decoder decoder, MicroBatchScorer scorer) {}

  /** Results as they come in; every row is written by one thread. */
  private static final class Batch {
    final double[][] values;
    final Map<Integer, Unscorable> unscorable = new ConcurrentHashMap<>();

    Batch(List<String> columns, int rows) {
      values = new double[columns.size()][rows];
      for (double[] column : values) {
        Arrays.fill(column, Double.NaN);
      }
    }
  }
}
