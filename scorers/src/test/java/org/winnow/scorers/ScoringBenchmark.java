package org.winnow.scorers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.winnow.schemas.Sample;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.runtime.NaiveTwin;
import org.winnow.scorers.text.EncodedSample;
import org.winnow.scorers.text.Encoding;
import org.winnow.scorers.text.SampleEncoder;

/**
 * Rows and processor time of the engine and of the published procedure, side by side in one process
 * on the same rows.
 *
 * <p>Arguments: checkpoint, corpus in JSON lines with {@code messages}, number of rows. Every
 * variant runs once to warm up and then twice; the faster run counts.
 */
public final class ScoringBenchmark {
  private static final Logger LOG = Logger.getLogger("benchmark");
  private static final int RUNS = 2;
  private static final OperatingSystemMXBean MACHINE =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ScoringBenchmark() {}

  /** Runs the benchmark. */
  public static void main(String[] arguments) throws IOException {
    ModelSpec model = Fixtures.model(arguments[0]);
    List<Sample> samples = read(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
    double naive = naive(model, samples);
    for (List<String> names :
        List.of(List.of("loss"), List.of("loss", "donod"), List.of("loss", "donod", "spectrum"))) {
      ScoringPlan plan = ScoringPlan.of(model, names.stream().map(ScorerConfig::of).toList());
      try (ScoringEngine engine = ScoringEngine.open(plan)) {
        double cpu = measure(names.toString(), samples.size(), () -> engine.score(samples));
        LOG.info(
            String.format(
                Locale.ROOT, "%s: naive / engine processor time %.1f", names, naive / cpu));
        LOG.info(engine.times().toString());
      }
    }
  }

  private static double naive(ModelSpec model, List<Sample> samples) {
    Checkpoint checkpoint = Checkpoint.inspect(model.checkpoint());
    List<EncodedSample> encoded = new ArrayList<>();
    try (SampleEncoder encoder = SampleEncoder.open(checkpoint, model)) {
      for (Sample sample : samples) {
        if (encoder.encode(sample.messages()) instanceof Encoding.Encoded one) {
          encoded.add(one.sample());
        }
      }
    }
    try (NaiveTwin twin = new NaiveTwin(checkpoint, model.maxTokens())) {
      return measure("naive", encoded.size(), () -> encoded.forEach(twin::score));
    }
  }

  /** Processor seconds of the faster of several runs. */
  private static double measure(String name, int rows, Runnable work) {
    work.run();
    double best = Double.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      long wall = System.nanoTime();
      long cpu = MACHINE.getProcessCpuTime();
      work.run();
      double cpuSeconds = (MACHINE.getProcessCpuTime() - cpu) / 1e9;
      double seconds = (System.nanoTime() - wall) / 1e9;
      best = Math.min(best, cpuSeconds);
      LOG.info(
          String.format(
              Locale.ROOT,
              "%s: %d rows, %.2f s, %.1f rows/s, %.2f processor seconds",
              name,
              rows,
              seconds,
              rows / seconds,
              cpuSeconds));
    }
    return best;
  }

  private static List<Sample> read(Path corpus, int rows) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Sample> samples = new ArrayList<>();
    try (Stream<String> lines = Files.lines(corpus)) {
      for (String line : lines.limit(rows).toList()) {
        samples.add(Fixtures.toSample(json.readTree(line)));
      }
    }
    return samples;
  }
}
