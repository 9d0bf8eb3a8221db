package org.winnow.scorers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.schemas.Sample;

/**
 * Every score against an independent float64 implementation that takes one sample at a time, whole
 * gradient matrices and whole singular value decompositions. The numbers in {@code golden/} come
 * from it.
 */
class GoldenTest {
  /** Columns that some golden files have, and what they call them. */
  private static final Map<String, String> FURTHER_COLUMNS =
      Map.of(
          "grand.norm", "grand_all_parameters",
          "loss.max_nll", "max_nll",
          "loss.max_entropy", "max_entropy",
          "el2n.mean", "el2n",
          "matrix_nuclear_norm.published", "matrix_nuclear_norm",
          "matrix_nuclear_norm.ratio", "nuclear_norm_ratio",
          "ifd.answer_loss", "answer_only_loss",
          "ifd.loss_ratio", "ifd_loss",
          "ifd.perplexity_ratio", "ifd_ppl");

  static final ScorerConfig DONOD_OF_ALL_LAYERS =
      new ScorerConfig("donod", Map.of("layers", "all"));

  private static final double LOSS_TOLERANCE = 1e-4;
  private static final double GRADIENT_TOLERANCE = 1e-3;
  private static final double COSINE_TOLERANCE = 2e-6;

  @ParameterizedTest
  @CsvSource({"builtin:reference,reference.jsonl", "qwen2-tiny,qwen2-tiny.jsonl"})
  void agreesWithFloat64AutogradAndWholeDecompositions(String checkpoint, String file) {
    String path = checkpoint.startsWith("builtin") ? checkpoint : Fixtures.qwen().toString();
    ScoringPlan plan =
        ScoringPlan.of(
            Fixtures.model(path),
            List.of(
                ScorerConfig.of("loss"),
                ScorerConfig.of("donod"),
                ScorerConfig.of("grand"),
                ScorerConfig.of("el2n"),
                ScorerConfig.of("matrix_nuclear_norm"),
                ScorerConfig.of("ifd"),
                new ScorerConfig("spectrum", Map.of("per_layer", "true", "cosines", "true"))));
    List<Sample> samples = Fixtures.goldenSamples();
    List<JsonNode> golden = Fixtures.rows(file);

    BatchScores scores;
    try (ScoringEngine engine = ScoringEngine.open(plan)) {
      scores = engine.score(samples);
    }

    assertThat(scores.unscorable()).isEmpty();
    assertThat(expected(golden.get(0)).keySet()).containsAll(FURTHER_COLUMNS.keySet());
    Map<String, Double> worst = new LinkedHashMap<>();
    for (int row = 0; row < samples.size(); row++) {
      Map<String, Double> expected = expected(golden.get(row));
      assertThat(scores.columns()).containsAll(expected.keySet());
      for (String name : expected.keySet()) {
        int column = scores.columns().indexOf(name);
        double want = requireNonNull(expected.get(name));
        worst.merge(group(name), error(name, scores.values()[column][row], want), Math::max);
      }
    }
    System.getLogger("golden").log(System.Logger.Level.INFO, checkpoint + " " + worst);
    worst.forEach(
        (name, error) -> assertThat(error).as(name).isCloseTo(0, within(tolerance(name))));
    assertDonInClosedForm(golden, scores.values()[scores.columns().indexOf("donod.don")]);
  }

  @ParameterizedTest
  @CsvSource({"builtin:reference,reference.jsonl", "qwen2-tiny,qwen2-tiny.jsonl"})
  void donodOfAllLayersAgreesWithFloat64Autograd(String checkpoint, String file) {
    String path = checkpoint.startsWith("builtin") ? checkpoint : Fixtures.qwen().toString();
    ScoringPlan plan = ScoringPlan.of(Fixtures.model(path), List.of(DONOD_OF_ALL_LAYERS));

    BatchScores scores;
    try (ScoringEngine engine = ScoringEngine.open(plan)) {
      scores = engine.score(Fixtures.goldenSamples());
    }

    assertDonodOfAllLayers(checkpoint, scores, Fixtures.rows(file));
  }

  /**
   * Errors are taken relative to NOD, which bounds DON. Matrices that shrink and matrices that grow
   * cancel: DON is a fiftieth of NOD or less.
   */
  static void assertDonodOfAllLayers(String model, BatchScores scores, List<JsonNode> golden) {
    assertThat(scores.unscorable()).isEmpty();
    double[] dons = scores.values()[scores.columns().indexOf("donod.don")];
    double[] nods = scores.values()[scores.columns().indexOf("donod.nod")];
    double[] worst = new double[2];
    for (int row = 0; row < golden.size(); row++) {
      double don = golden.get(row).path("don_all").asDouble();
      double nod = golden.get(row).path("nod_all").asDouble();
      worst[0] = Math.max(worst[0], Math.abs(dons[row] - don) / nod);
      worst[1] = Math.max(worst[1], Math.abs(nods[row] - nod) / nod);
    }
    System.getLogger("golden")
        .log(System.Logger.Level.INFO, model + " all layers " + Arrays.toString(worst));
    assertThat(worst[0]).as("donod.don").isLessThan(2e-7);
    assertThat(worst[1]).as("donod.nod").isLessThan(1e-5);
  }

  /**
   * The oracle takes the difference of two norms near 65, which leaves it three digits where DON is
   * 1e-9. Its inner product and gradient norm have all digits: DON in closed form from those.
   */
  private static void assertDonInClosedForm(List<JsonNode> golden, double[] don) {
    double weightNorm = 0;
    double largest = 0;
    for (JsonNode row : golden) {
      double value = row.path("don").asDouble();
      if (Math.abs(value) > largest) {
        largest = Math.abs(value);
        weightNorm = growth(row) / value / 2;
      }
    }
    for (int row = 0; row < don.length; row++) {
      double growth = growth(golden.get(row));
      double expected = growth / (weightNorm + Math.sqrt(weightNorm * weightNorm + growth));
      assertThat(don[row]).isCloseTo(expected, within(Math.abs(expected) * LOSS_TOLERANCE));
    }
  }

  /** The change of the squared norm by a step of 1e-5. */
  private static double growth(JsonNode row) {
    double gradientNorm = row.path("head_grad_norm").asDouble();
    return 1e-10 * gradientNorm * gradientNorm - 2e-5 * row.path("w_dot_g").asDouble();
  }

  private static String group(String column) {
    return column.replaceAll("layer_\\d+\\.[qkvo]", "layer");
  }

  private static double tolerance(String column) {
    if (column.startsWith("text.")) {
      return 0;
    }
    if (column.endsWith("cosine")) {
      return COSINE_TOLERANCE;
    }
    return column.startsWith("donod.") || column.startsWith("spectrum.")
        ? GRADIENT_TOLERANCE
        : LOSS_TOLERANCE;
  }

  /** Relative to what is expected; of cosines, which are mostly near 0, absolute. */
  static double error(String column, double found, double expected) {
    double error = Math.abs(found - expected);
    return expected == 0 || column.endsWith("cosine") ? error : error / Math.abs(expected);
  }

  /** The value of every column that one row of golden numbers states. */
  static Map<String, Double> expected(JsonNode row) {
    Map<String, Double> expected = new LinkedHashMap<>();
    expected.put("text.tokens", row.path("tokens").asDouble());
    expected.put("text.response_tokens", row.path("response_tokens").asDouble());
    expected.put("text.truncated", 0.0);
    expected.put("loss.mean", row.path("loss").asDouble());
    expected.put("loss.perplexity", row.path("ppl").asDouble());
    expected.put("loss.entropy", row.path("entropy").asDouble());
    FURTHER_COLUMNS.forEach(
        (column, field) -> {
          if (row.has(field)) {
            expected.put(column, row.path(field).asDouble());
          }
        });
    row.path("cosines")
        .fields()
        .forEachRemaining(
            cosine -> expected.put("spectrum." + cosine.getKey(), cosine.getValue().asDouble()));
    expected.put("donod.don", row.path("don").asDouble());
    expected.put("donod.nod", row.path("nod").asDouble());
    for (String quantity : List.of("effective_rank", "nuclear_norm")) {
      expected.put("spectrum." + quantity, row.path(quantity).asDouble());
      JsonNode layers = row.path("layers");
      for (Projection projection : Projection.values()) {
        double sum = 0;
        for (int layer = 0; layer < layers.size(); layer++) {
          double one =
              layers.path(layer).path(projection.label() + "_proj").path(quantity).asDouble();
          sum += one;
          expected.put(
              String.format(
                  Locale.ROOT, "spectrum.layer_%02d.%s.%s", layer, projection.label(), quantity),
              one);
        }
        expected.put("spectrum." + projection.label() + "." + quantity, sum / layers.size());
      }
    }
    return expected;
  }
}
