package org.winnow.scorers.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.schemas.Sample;
import org.winnow.scorers.EngineSettings;
import org.winnow.scorers.Fixtures;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.TensorFile;
import org.winnow.scorers.runtime.LowRank;

/** Trainings that begin with drawn weights. */
class FromScratchTest {
  private static final List<Sample> SAMPLES = Fixtures.goldenSamples().subList(0, 8);

  /** Nothing in float32. */
  private static final double NO_RATE = 1e-60;

  private final Path folder;

  FromScratchTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aModelThatKnowsNothingTakesAllTokensForAlike() {
    TrainingRecord record = train("builtin:reference", NO_RATE, 1, "a");

    // Logits are nearly 0 at the start, so each of 4,096 tokens has probability 1/4096.
    assertThat(record.losses().get(0)).isCloseTo(Math.log(4096), within(0.05));
  }

  /** Gemma 2 stores a gain less 1; Phi-3 stores q, k, v in one tensor. */
  @ParameterizedTest
  @CsvSource({"llama, 1", "gemma2, 0", "phi3, 1", "qwen2, 1"})
  void gainsAreOneBiasesNoneAndMatricesHaveTheirDeviation(String family, float storedGain)
      throws IOException {
    Path base = Fixtures.family(family, Files.createDirectory(folder.resolve("base")));
    // Their tokens are characters, and their contexts short.
    train(base.toString(), List.of(Fixtures.sample("yes?", "no")), NO_RATE, 1, "drawn");

    TensorFile weights = TensorFile.open(folder.resolve("drawn/model.safetensors"));
    Map<String, List<Long>> tensors =
        Checkpoint.inspect(folder.resolve("drawn").toString()).decoder().tensors();
    double sum = 0;
    double squares = 0;
    long numbers = 0;
    for (Map.Entry<String, List<Long>> tensor : tensors.entrySet()) {
      int size = Math.toIntExact(weights.size(tensor.getKey()));
      float[] values = weights.values(tensor.getKey(), 0, size);
      boolean isVector = tensor.getValue().size() == 1;
      if (isVector) {
        float expected = tensor.getKey().endsWith("bias") ? 0 : storedGain;
        assertThat(values).as(tensor.getKey()).containsOnly(expected);
        continue;
      }
      for (float value : values) {
        sum += value;
        squares += (double) value * value;
        numbers++;
      }
      // No two rows are drawn alike: fused parts are not copies of each other.
      assertThat(values[0]).as(tensor.getKey()).isNotEqualTo(values[size / 2]);
    }
    assertThat(Math.sqrt(squares / numbers)).isCloseTo(0.02, within(0.0005));
    assertThat(sum / numbers).isCloseTo(0, within(0.0005));
  }

  @Test
  void theSeedDecides() {
    train("builtin:reference", NO_RATE, 1, "one");
    train("builtin:reference", NO_RATE, 1, "same");
    train("builtin:reference", NO_RATE, 2, "other");

    Path one = folder.resolve("one/model.safetensors");
    assertThat(folder.resolve("same/model.safetensors")).hasSameBinaryContentAs(one);
    TensorFile other = TensorFile.open(folder.resolve("other/model.safetensors"));
    assertThat(other.values("model.layers.0.mlp.up_proj.weight", 0, 100))
        .isNotEqualTo(TensorFile.open(one).values("model.layers.0.mlp.up_proj.weight", 0, 100));
  }

  @Test
  void itLearns() {
    TrainingRecord record = train("builtin:reference", 1e-2, 1, "learned");

    assertThat(record.losses().get(record.losses().size() - 1))
        .isLessThan(record.losses().get(0) - 1);
  }

  @Test
  void lowRankUpdatesNeedACheckpoint() {
    assertThatThrownBy(
            () ->
                new TrainingOptions(
                    1, 8, 1e-3, 0, 0, 1, Optional.of(new LowRank(1, 1, 1)), true, 1, 100))
        .hasMessage("low_rank changes the weights of a checkpoint: not together with from_scratch");
  }

  private TrainingRecord train(String base, double rate, long seed, String output) {
    return train(base, SAMPLES, rate, seed, output);
  }

  private TrainingRecord train(
      String base, List<Sample> samples, double rate, long seed, String output) {
    TrainingOptions options =
        new TrainingOptions(5, 8, rate, 0, 0, 1, Optional.empty(), true, seed, 100);
    ModelSpec model = Fixtures.model(base).withMaxTokens(ModelSpec.CONTEXT);
    return new StudentTrainer(model, options, EngineSettings.withWorkers(2))
        .train(samples, folder.resolve(output), step -> {});
  }
}
