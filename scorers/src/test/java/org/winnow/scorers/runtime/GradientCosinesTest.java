package org.winnow.scorers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Sample;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.Fixtures;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.ScoringEngine;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointWriter;
import org.winnow.scorers.text.Encoding;
import org.winnow.scorers.text.SampleEncoder;

/** Cosines of gradients against whole gradients that autograd forms. */
class GradientCosinesTest {
  private static final int WIDTH = 96;
  private static final double TOLERANCE = 2e-6;

  private final Path directory;
  private final List<Sample> samples = new ArrayList<>(Fixtures.goldenSamples().subList(0, 6));

  GradientCosinesTest(@TempDir Path directory) {
    this.directory = directory;
    // Few tokens: no gradient is formed.
    samples.add(Fixtures.sample("a", "b"));
    samples.add(Fixtures.sample("Two?", "Two turns.", "And?", "Yes."));
  }

  @Test
  void agreeWithWholeGradients() throws IOException {
    write(16, 3);

    assertThat(assertAgrees())
        .containsExactly(
            "spectrum.q_o.cosine",
            "spectrum.k_v.cosine",
            "spectrum.q.adjacent_cosine",
            "spectrum.k.adjacent_cosine",
            "spectrum.v.adjacent_cosine",
            "spectrum.o.adjacent_cosine");
  }

  @Test
  void queryAndOutputHaveNoneWhereTheirShapesDiffer() throws IOException {
    write(4, 2);

    assertThat(assertAgrees()).hasSize(5).doesNotContain("spectrum.q_o.cosine");
  }

  @Test
  void aSingleLayerHasNoNeighbours() throws IOException {
    write(16, 1);

    assertThat(assertAgrees()).containsExactly("spectrum.q_o.cosine", "spectrum.k_v.cosine");
  }

  @Test
  void pairsWithoutGradientAreLeftOut() throws IOException {
    checkpoint(16, 2).with("model.layers.0.input_layernorm.weight", new float[WIDTH]).write();

    assertAgrees();
    BatchScores scores = score(Map.of("cosines", "true"));
    assertThat(column(scores, "spectrum.q.adjacent_cosine")).containsOnly(Double.NaN);
    assertThat(column(scores, "spectrum.k_v.cosine")).doesNotContain(Double.NaN);
    assertThat(column(scores, "spectrum.o.adjacent_cosine")).doesNotContain(Double.NaN);
  }

  @Test
  void changeNoOtherColumn() throws IOException {
    write(16, 2);

    double[][] without = score(Map.of()).values();
    double[][] with = score(Map.of("cosines", "true")).values();

    assertThat(Arrays.copyOf(with, without.length)).isDeepEqualTo(without);
  }

  private void write(int headDim, int layers) throws IOException {
    checkpoint(headDim, layers).write();
  }

  /** Six query heads of that width beside a residual stream of 96. */
  private CheckpointWriter checkpoint(int headDim, int layers) throws IOException {
    return new CheckpointWriter(directory)
        .config("hidden_size", Integer.toString(WIDTH))
        .config("num_hidden_layers", Integer.toString(layers))
        .config("head_dim", Integer.toString(headDim));
  }

  private ModelSpec model() {
    return new ModelSpec(directory.toString(), 512, DeviceChoice.CPU, WhenTooLong.TRUNCATE_PROMPT);
  }

  private BatchScores score(Map<String, String> options) {
    ScoringPlan plan = ScoringPlan.of(model(), List.of(new ScorerConfig("spectrum", options)));
    try (ScoringEngine engine = ScoringEngine.open(plan)) {
      return engine.score(samples);
    }
  }

  /** Compares every row; answers which columns there are. */
  private List<String> assertAgrees() {
    BatchScores scores = score(Map.of("cosines", "true"));
    List<Map<String, Double>> expected = expected();

    assertThat(scores.unscorable()).isEmpty();
    assertThat(expected).hasSize(samples.size());
    double worst = 0;
    for (int row = 0; row < expected.size(); row++) {
      for (Map.Entry<String, Double> entry : expected.get(row).entrySet()) {
        double found = column(scores, entry.getKey())[row];
        assertThat(Double.isNaN(found)).as(entry.getKey()).isEqualTo(entry.getValue().isNaN());
        if (!entry.getValue().isNaN()) {
          worst = Math.max(worst, Math.abs(found - entry.getValue()));
        }
      }
    }
    System.getLogger("golden").log(System.Logger.Level.INFO, "cosines " + worst);
    assertThat(worst).isCloseTo(0, within(TOLERANCE));
    return scores.columns().stream().filter(name -> name.endsWith("cosine")).toList();
  }

  private static double[] column(BatchScores scores, String name) {
    return scores.values()[scores.columns().indexOf(name)];
  }

  private List<Map<String, Double>> expected() {
    Checkpoint checkpoint = Checkpoint.inspect(directory.toString());
    List<Map<String, Double>> rows = new ArrayList<>();
    try (SampleEncoder encoder = SampleEncoder.open(checkpoint, model());
        NaiveTwin twin = new NaiveTwin(checkpoint, 512)) {
      for (Sample sample : samples) {
        if (encoder.encode(sample.messages()) instanceof Encoding.Encoded encoded) {
          rows.add(cosines(twin.gradients(encoded.sample())));
        }
      }
    }
    return rows;
  }

  /** From q, k, v, o of the first layer, then of the next. */
  private static Map<String, Double> cosines(double[][][] g) {
    int layers = g.length / 4;
    Map<String, Double> cosines = new LinkedHashMap<>();
    if (g[0].length == g[3].length) {
      cosines.put("spectrum.q_o.cosine", mean(g, layers, 0, 3));
    }
    cosines.put("spectrum.k_v.cosine", mean(g, layers, 1, 2));
    for (int i = 0; i < 4 && layers > 1; i++) {
      String name = "spectrum." + "qkvo".charAt(i) + ".adjacent_cosine";
      cosines.put(name, mean(g, layers - 1, i, i + 4));
    }
    return cosines;
  }

  private static double mean(double[][][] g, int pairs, int some, int other) {
    return IntStream.range(0, pairs)
        .mapToDouble(
            pair -> {
              double[] a = flat(g[4 * pair + some]);
              double[] b = flat(g[4 * pair + other]);
              return dot(a, b) / Math.sqrt(dot(a, a)) / Math.sqrt(dot(b, b));
            })
        .filter(cosine -> !Double.isNaN(cosine))
        .average()
        .orElse(Double.NaN);
  }

  private static double[] flat(double[][] matrix) {
    return Arrays.stream(matrix).flatMapToDouble(Arrays::stream).toArray();
  }

  private static double dot(double[] a, double[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
  }
}
