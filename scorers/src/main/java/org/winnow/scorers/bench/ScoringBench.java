package org.winnow.scorers.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.winnow.schemas.Sample;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.EngineSettings;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.Need;
import org.winnow.scorers.PhaseTimes;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.Scorers;
import org.winnow.scorers.ScoringEngine;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.runtime.MicroBatch;
import org.winnow.scorers.runtime.NaiveTwin;
import org.winnow.scorers.text.EncodedSample;
import org.winnow.scorers.text.Encoding;
import org.winnow.scorers.text.SampleEncoder;

/**
 * Measures the engine, and the published procedure beside it, on the same samples in one process.
 *
 * <p>Everything runs once to warm up and then several times; the run of the fewest processor
 * seconds counts. The naive twin computes all of loss, donod and spectrum whatever it is compared
 * with, one sample at a time on one processor.
 *
 * <pre>{@code
 * BenchReport report = new ScoringBench(model, samples, 2, writer).run(List.of(scorers), samples.size());
 * }</pre>
 */
public final class ScoringBench {
  private static final String TWIN = "naive twin";

  /** Processor time is told in steps of 10 ms. */
  private static final long LEAST_NANOS = 500_000_000L;

  private final Checkpoint checkpoint;
  private final ModelSpec model;
  private final EngineSettings settings;
  private final int runs;
  private final int given;
  private final Consumer<BatchScores> writer;
  private final AtomicLong writeNanos = new AtomicLong();
  private final List<Sample> samples = new ArrayList<>();
  private final List<EncodedSample> encoded = new ArrayList<>();

  /**
   * Reads the checkpoint's description and tokenises the samples; those that cannot be scored are
   * left out.
   *
   * @param runs that are measured, from 1
   * @param writer keeps the scores of every pass, as a run would
   * @throws CheckpointException if the checkpoint cannot be used
   * @throws IllegalArgumentException if no sample can be scored
   */
  public ScoringBench(
      ModelSpec wanted, List<Sample> samples, int runs, Consumer<BatchScores> writer) {
    this.writer = writer;
    this.model = ScoringPlan.of(wanted, List.of()).model();
    this.checkpoint = Checkpoint.inspect(model.checkpoint());
    this.settings = EngineSettings.standard(DeviceKind.of(model.device()));
    this.runs = runs;
    this.given = samples.size();
    try (SampleEncoder encoder = SampleEncoder.open(checkpoint, model)) {
      for (Sample sample : samples) {
        if (encoder.encode(sample.messages()) instanceof Encoding.Encoded one) {
          this.samples.add(sample);
          encoded.add(one.sample());
        }
      }
    }
    if (encoded.isEmpty()) {
      throw new IllegalArgumentException(
          "none of " + given + " samples can be scored with " + model.checkpoint());
    }
  }

  /**
   * Measures.
   *
   * @param sets lists of scorers, each measured for itself
   * @param twinRows samples that the twin scores, evenly spaced among all; 0 leaves the twin out
   */
  public BenchReport run(List<List<ScorerConfig>> sets, int twinRows) {
    MatmulRate rate = MatmulRate.measure(model.device(), settings.workers());
    List<Measurement> engines = new ArrayList<>();
    for (List<ScorerConfig> set : sets) {
      engines.add(engine(set));
      // Again, because other programs come and go; the best counts.
      rate = rate.orBetter(MatmulRate.measure(model.device(), settings.workers()));
    }
    // The twin comes last: the peak of the process must be that of the engine until then.
    Optional<Measurement> twin = twinRows > 0 ? Optional.of(twin(twinRows)) : Optional.empty();
    return new BenchReport(
        checkpoint.decoder(),
        encoded.size(),
        given - encoded.size(),
        tokens(encoded),
        encoded.stream().mapToLong(EncodedSample::responseTokens).sum(),
        paddingShare(),
        settings.workers(),
        runs,
        rate,
        engines,
        twin);
  }

  private Measurement engine(List<ScorerConfig> scorers) {
    String name = String.join(",", scorers.stream().map(ScorerConfig::name).toList());
    try (ScoringEngine engine = ScoringEngine.open(ScoringPlan.of(model, scorers))) {
      return best(
          () ->
              timed(
                  name,
                  encoded,
                  Optional.of(operations(scorers)),
                  () -> write(engine.score(samples)),
                  () -> phases(engine.times())));
    }
  }

  private void write(BatchScores scores) {
    long started = System.nanoTime();
    writer.accept(scores);
    writeNanos.addAndGet(System.nanoTime() - started);
  }

  private Measurement twin(int rows) {
    List<EncodedSample> some = new ArrayList<>();
    int count = Math.min(rows, encoded.size());
    for (int i = 0; i < count; i++) {
      some.add(encoded.get((int) ((long) i * encoded.size() / count)));
    }
    try (NaiveTwin twin = new NaiveTwin(checkpoint, model.maxTokens())) {
      return best(
          () -> timed(TWIN, some, Optional.empty(), () -> some.forEach(twin::score), Map::of));
    }
  }

  private Measurement best(Supplier<Measurement> run) {
    Measurement best = run.get(); // warms up and does not count
    for (int i = 0; i < runs; i++) {
      Measurement next = run.get();
      best = i == 0 || next.processorSeconds() < best.processorSeconds() ? next : best;
    }
    return best;
  }

  /** Passes over the samples for as long as it takes to tell their time, and gives one pass. */
  private static Measurement timed(
      String name,
      List<EncodedSample> work,
      Optional<Double> operations,
      Runnable pass,
      Supplier<Map<String, Double>> phases) {
    Map<String, Double> before = phases.get();
    double processor = ProcessMeter.processorSeconds();
    long started = System.nanoTime();
    long nanos = 0;
    int passes = 0;
    while (nanos < LEAST_NANOS) {
      pass.run();
      passes++;
      nanos = System.nanoTime() - started;
    }
    processor = ProcessMeter.processorSeconds() - processor;
    Map<String, Double> seconds = new LinkedHashMap<>(phases.get());
    for (Map.Entry<String, Double> phase : seconds.entrySet()) {
      phase.setValue((phase.getValue() - before.getOrDefault(phase.getKey(), 0.0)) / passes);
    }
    return new Measurement(
        name,
        work.size(),
        tokens(work),
        nanos / 1e9 / passes,
        processor / passes,
        seconds,
        operations,
        ProcessMeter.peakResidentBytes());
  }

  /** Seconds so far, by phase. */
  private Map<String, Double> phases(PhaseTimes times) {
    Map<String, Double> seconds = new LinkedHashMap<>();
    seconds.put("tokenise", times.tokenise() / 1e9);
    seconds.put("forward", times.forward() / 1e9);
    seconds.put("head", times.head() / 1e9);
    seconds.put("backward", times.backward() / 1e9);
    seconds.put("spectra", times.spectra() / 1e9);
    seconds.put("write", writeNanos.get() / 1e9);
    return seconds;
  }

  private double operations(List<ScorerConfig> scorers) {
    MatmulCount count = new MatmulCount(checkpoint.decoder());
    boolean backward =
        scorers.stream()
            .map(config -> Scorers.named(config.name()).orElseThrow().create(config.options()))
            .anyMatch(scorer -> scorer.needs().contains(Need.LAYER_GRADIENTS));
    double sum = 0;
    for (EncodedSample sample : encoded) {
      sum += count.forward(sample.length(), sample.responseTokens());
      if (backward) {
        sum += count.backward(sample.length(), sample.responseTokens());
      }
    }
    return sum;
  }

  /** Positions that hold no token, as a share of all positions that the model computes. */
  private double paddingShare() {
    List<MicroBatch.Item> items = new ArrayList<>();
    for (int i = 0; i < encoded.size(); i++) {
      items.add(new MicroBatch.Item(i, samples.get(i).id(), encoded.get(i)));
    }
    long positions = 0;
    for (MicroBatch batch : MicroBatch.cut(items, settings.tokenBudget())) {
      int longest = batch.items().stream().mapToInt(item -> item.sample().length()).max().orElse(0);
      positions += (long) longest * batch.items().size();
    }
    return 1 - (double) tokens(encoded) / positions;
  }

  private static long tokens(List<EncodedSample> list) {
    return list.stream().mapToLong(EncodedSample::length).sum();
  }
}
