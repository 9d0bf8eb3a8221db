package org.winnow.scorers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.scorers.runtime.Precision;

/** Matrix products in bfloat16, as on a GPU, against float32; both on the CPU. */
class PrecisionTest {
  /** With biases, a sliding window, and capped attention and logits. */
  @ParameterizedTest
  @ValueSource(strings = {"builtin:reference", "qwen2", "mistral", "gemma2"})
  void bfloat16MovesNoScoreFar(String model, @TempDir Path directory) throws IOException {
    String checkpoint =
        model.startsWith("builtin:") ? model : Fixtures.family(model, directory).toString();
    ScoringPlan plan =
        ScoringPlan.of(
            new ModelSpec(
                checkpoint, ModelSpec.CONTEXT, DeviceChoice.CPU, WhenTooLong.TRUNCATE_PROMPT),
            Deviations.SCORERS);

    Map<String, Double> deviations =
        Deviations.of(score(plan, Precision.FLOAT32), score(plan, Precision.BFLOAT16));

    System.getLogger("precision").log(System.Logger.Level.INFO, model + " " + deviations);
    deviations.forEach(
        (column, deviation) ->
            assertThat(deviation)
                .as(column)
                .isLessThanOrEqualTo(Deviations.allowedInBfloat16(column)));
    // Less would be float32.
    assertThat(deviations.get("loss.mean")).isGreaterThan(1e-5);
  }

  private static BatchScores score(ScoringPlan plan, Precision precision) {
    EngineSettings settings = EngineSettings.withWorkers(2);
    try (ScoringEngine engine = ScoringEngine.open(plan, settings, precision)) {
      return engine.score(Fixtures.goldenSamples());
    }
  }
}
