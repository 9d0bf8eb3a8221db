package org.winnow.scorers;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.schemas.Sample;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.checkpoint.CheckpointWriter;

/**
 * Every family against the Hugging Face implementation (transformers 5.18, eager attention, float64
 * weights): autograd, whole gradient matrices, whole decompositions, one sample at a time.
 *
 * <p>The checkpoints have two or three layers of random weights, norms and biases included.
 * Sequences have 26 to 118 tokens; windows of 12 to 40, soft caps of 3 and 4, and llama3 and
 * longrope frequencies make a difference to every sample that is longer.
 */
class FamilyGoldenTest {
  private static final double LOSS_TOLERANCE = 1e-5;
  private static final double GRADIENT_TOLERANCE = 1e-4;

  private final Path directory;

  FamilyGoldenTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemma2", "llama", "mistral", "phi3", "qwen2", "qwen3", "smollm3"})
  void agreesWithHuggingFaceInOnePaddedBatch(String family) throws IOException {
    assertAgrees(family, new EngineSettings(1, 8192, 4 << 20, 1L << 31));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemma2", "llama", "mistral", "phi3", "qwen2", "qwen3", "smollm3"})
  void agreesWithHuggingFaceOneSampleAndOneLayerAtATime(String family) throws IOException {
    assertAgrees(family, new EngineSettings(2, 1, 4 << 20, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemma2", "llama", "mistral", "phi3", "qwen2", "qwen3", "smollm3"})
  void donodOfAllLayersAgreesWithHuggingFace(String family) throws IOException {
    ScoringPlan plan =
        ScoringPlan.of(
            new ModelSpec(
                Fixtures.family(family, directory).toString(),
                128,
                DeviceChoice.CPU,
                WhenTooLong.REJECT),
            List.of(GoldenTest.DONOD_OF_ALL_LAYERS));

    BatchScores scores;
    try (ScoringEngine engine = ScoringEngine.open(plan)) {
      scores = engine.score(samples());
    }

    GoldenTest.assertDonodOfAllLayers(
        family, scores, Fixtures.lines("/families/" + family + "/golden.jsonl"));
  }

  /** The checkpoints are such that every option is felt, so that agreement means something. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gemma2 | attn_logit_softcapping | null",
        "gemma2 | attn_logit_softcapping | 4.0",
        "gemma2 | final_logit_softcapping | null",
        "gemma2 | query_pre_attn_scalar | 12",
        "gemma2 | sliding_window | 15",
        "gemma2 | layer_types | [\"full_attention\", \"sliding_attention\", \"full_attention\"]",
        "llama | rope_parameters | {\"rope_theta\": 500.0}",
        "llama | rms_norm_eps | 0.001",
        "mistral | sliding_window | null",
        "mistral | sliding_window | 17",
        "phi3 | sliding_window | null",
        "phi3 | original_max_position_embeddings | 250",
        "qwen2 | sliding_window | 13",
        "qwen2 | layer_types | [\"full_attention\", \"full_attention\", \"sliding_attention\"]",
        "smollm3 | no_rope_layers | [1, 1, 1]",
      })
  void everyOptionIsFelt(String family, String option, String other) throws IOException {
    EngineSettings settings = EngineSettings.withWorkers(1);
    List<Sample> samples = samples();
    double[] stated = score(family, settings, samples).values()[3];

    Files.writeString(config(), withOption(option, other));
    double[] changed = score(settings, samples, 128).values()[3];

    int longest = 3;
    assertThat(Math.abs(changed[longest] - stated[longest]) / stated[longest]).isGreaterThan(1e-4);
  }

  @Test
  void cappedLogitsInBlocksChangeRoundingOnly() throws IOException {
    new CheckpointWriter(directory)
        .config("model_type", "\"gemma2\"")
        .config("hidden_activation", "\"gelu_pytorch_tanh\"")
        .config("mlp_bias", "false")
        .config("rope_scaling", "null")
        .config("query_pre_attn_scalar", "6")
        .config("sliding_window", "16")
        .config("attn_logit_softcapping", "0.5")
        .config("final_logit_softcapping", "0.5")
        .write();
    List<Sample> samples = Fixtures.goldenSamples().subList(0, 5);

    // A vocabulary of 4,096 in one block, and in blocks of a few hundred.
    double[][] whole = score(new EngineSettings(1, 2048, 4 << 20, 1L << 31), samples, 512).values();
    double[][] blocks = score(new EngineSettings(1, 2048, 4096, 1L << 31), samples, 512).values();

    for (int column = 0; column < whole.length; column++) {
      for (int row = 0; row < samples.size(); row++) {
        double value = whole[column][row];
        assertThat(blocks[column][row]).isCloseTo(value, within(1e-5 * Math.abs(value)));
      }
    }
  }

  @Test
  void longRopeIsNotScoredBeyondTheOriginalContext() throws IOException {
    ModelSpec model =
        new ModelSpec(
            Fixtures.family("phi3", directory).toString(),
            129,
            DeviceChoice.CPU,
            WhenTooLong.REJECT);

    assertThatThrownBy(() -> ScoringPlan.of(model, List.of()))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("max_tokens 129 exceeds 128, the longest context that checkpoint");
  }

  private void assertAgrees(String family, EngineSettings settings) throws IOException {
    List<Sample> samples = samples();
    List<JsonNode> golden = Fixtures.lines("/families/" + family + "/golden.jsonl");

    BatchScores scores = score(family, settings, samples);

    assertThat(scores.unscorable()).isEmpty();
    Map<String, Double> worst = new TreeMap<>();
    for (int row = 0; row < samples.size(); row++) {
      Map<String, Double> expected = GoldenTest.expected(golden.get(row));
      if (!allLayers(settings)) {
        expected.keySet().removeIf(column -> column.endsWith("cosine"));
      }
      assertThat(scores.columns()).containsAll(expected.keySet());
      for (String name : expected.keySet()) {
        int column = scores.columns().indexOf(name);
        double want = requireNonNull(expected.get(name));
        worst.merge(
            quantity(name), GoldenTest.error(name, scores.values()[column][row], want), Math::max);
      }
    }
    System.getLogger("golden").log(System.Logger.Level.INFO, family + " " + worst);
    worst.forEach(
        (name, error) -> assertThat(error).as(name).isCloseTo(0, within(tolerance(name))));
  }

  private static List<Sample> samples() {
    return Fixtures.lines("/families/samples.jsonl").stream().map(Fixtures::toSample).toList();
  }

  private BatchScores score(String family, EngineSettings settings, List<Sample> samples)
      throws IOException {
    Fixtures.family(family, directory);
    return score(settings, samples, 128);
  }

  private BatchScores score(EngineSettings settings, List<Sample> samples, int maxTokens) {
    ScoringPlan plan =
        ScoringPlan.of(
            new ModelSpec(directory.toString(), maxTokens, DeviceChoice.CPU, WhenTooLong.REJECT),
            List.of(
                ScorerConfig.of("loss"),
                ScorerConfig.of("grand"),
                ScorerConfig.of("el2n"),
                ScorerConfig.of("matrix_nuclear_norm"),
                ScorerConfig.of("ifd"),
                ScorerConfig.of("donod"),
                new ScorerConfig(
                    "spectrum",
                    Map.of("per_layer", "true", "cosines", String.valueOf(allLayers(settings))))));
    try (ScoringEngine engine = ScoringEngine.open(plan, settings)) {
      return engine.score(samples);
    }
  }

  /** Cosines keep all layers at once, so they are left out where layers come one by one. */
  private static boolean allLayers(EngineSettings settings) {
    return settings.activationBudget() > 1;
  }

  private Path config() {
    return directory.resolve("config.json");
  }

  private String withOption(String option, String json) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode config = (ObjectNode) mapper.readTree(config().toFile());
    config.set(option, mapper.readTree(json));
    return config.toString();
  }

  /** The last part of a column's name. */
  private static String quantity(String column) {
    return column.substring(column.lastIndexOf('.') + 1);
  }

  private static double tolerance(String quantity) {
    return switch (quantity) {
      case "tokens", "response_tokens", "truncated" -> 0;
      case "mean", "perplexity", "entropy", "don", "nod", "cosine", "adjacent_cosine" ->
          LOSS_TOLERANCE;
      default -> GRADIENT_TOLERANCE;
    };
  }
}
