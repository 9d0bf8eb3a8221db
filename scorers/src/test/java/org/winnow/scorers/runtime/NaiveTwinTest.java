package org.winnow.scorers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.schemas.Sample;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.Fixtures;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.ScoringEngine;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.bench.RandomModel;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.checkpoint.CheckpointWriter;
import org.winnow.scorers.checkpoint.TensorEntry;
import org.winnow.scorers.text.Encoding;
import org.winnow.scorers.text.SampleEncoder;

class NaiveTwinTest {
  private final Path directory;

  NaiveTwinTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @CsvSource({"F32,1", "F16,1", "BF16,1", "F32,3"})
  void theFastPathAgreesWithThePublishedProcedure(TensorEntry.Type type, int shards)
      throws IOException {
    Path path = new CheckpointWriter(directory).type(type).shards(shards).write();
    ModelSpec model =
        new ModelSpec(path.toString(), 512, DeviceChoice.CPU, WhenTooLong.TRUNCATE_PROMPT);
    List<Sample> samples = new ArrayList<>(Fixtures.goldenSamples().subList(0, 12));
    samples.add(Fixtures.sample("Two turns.", "Yes.", "And?", "Two."));

    assertAgrees(model, samples);
  }

  /** Fewer tokens than the width of 64, almost as many, as many, more, and very many. */
  @ParameterizedTest
  @ValueSource(ints = {40, 60, 63, 65, 100, 4096})
  void samplesOfAnyLengthAgreeWithThePublishedProcedure(int tokens) throws IOException {
    RandomModel random = new RandomModel(2, 64, 4, 2, 96, 256, tokens, 2, tokens / 3);
    random.write(directory);
    ModelSpec model =
        new ModelSpec(directory.toString(), tokens, DeviceChoice.CPU, WhenTooLong.REJECT);

    assertAgrees(model, random.sampleList());
  }

  private static void assertAgrees(ModelSpec model, List<Sample> samples) {
    BatchScores fast = fast(model, samples);
    List<NaiveTwin.Result> slow = slow(model, samples);

    for (int row = 0; row < samples.size(); row++) {
      NaiveTwin.Result expected = slow.get(row);
      assertThat(value(fast, "loss.mean", row))
          .isCloseTo(expected.loss(), relative(expected.loss(), 1e-5));
      assertThat(value(fast, "donod.nod", row))
          .isCloseTo(expected.nod(), relative(expected.nod(), 1e-4));
      assertThat(value(fast, "donod.don", row))
          .isCloseTo(expected.don(), relative(expected.nod(), 1e-4));
      double[] first = expected.singularValues()[0][1];
      assertThat(value(fast, "spectrum.layer_00.k.nuclear_norm", row))
          .isCloseTo(Arrays.stream(first).sum(), relative(Arrays.stream(first).sum(), 1e-4));
      assertThat(value(fast, "spectrum.nuclear_norm", row))
          .isCloseTo(meanNuclearNorm(expected), relative(meanNuclearNorm(expected), 1e-4));
      assertThat(value(fast, "spectrum.effective_rank", row))
          .isCloseTo(meanEffectiveRank(expected), relative(meanEffectiveRank(expected), 1e-3));
      assertThat(value(fast, "spectrum.rank_share", row)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void storageTypesAndShardsOfEqualWeightsGiveEqualScores() throws IOException {
    List<Sample> samples = Fixtures.goldenSamples().subList(0, 3);
    List<double[][]> results = new ArrayList<>();
    for (TensorEntry.Type type : TensorEntry.Type.values()) {
      Path path =
          new CheckpointWriter(Files.createDirectory(directory.resolve(type.name())))
              .type(type)
              .shards(type.bytes())
              .write();
      ModelSpec model =
          new ModelSpec(path.toString(), 512, DeviceChoice.CPU, WhenTooLong.TRUNCATE_PROMPT);
      results.add(fast(model, samples).values());
    }

    assertThat(Arrays.deepEquals(results.get(1), results.get(0))).isTrue();
    assertThat(Arrays.deepEquals(results.get(2), results.get(0))).isTrue();
  }

  @Test
  void aWeightThatIsNotFiniteIsNamed() throws IOException {
    float[] gain = new float[24];
    gain[7] = Float.NaN;
    Path path = new CheckpointWriter(directory).with("model.norm.weight", gain).write();
    ScoringPlan plan =
        ScoringPlan.of(
            new ModelSpec(path.toString(), 64, DeviceChoice.CPU, WhenTooLong.REJECT), List.of());

    assertThatThrownBy(() -> ScoringEngine.open(plan))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("tensor model.norm.weight holds a value that is not finite");
  }

  @Test
  void aScoreThatIsNotFiniteIsAReasonAndNotANumber() throws IOException {
    float[] gain = new float[24];
    Arrays.fill(gain, 1e30f);
    Path path = new CheckpointWriter(directory).with("model.norm.weight", gain).write();
    ModelSpec model =
        new ModelSpec(path.toString(), 64, DeviceChoice.CPU, WhenTooLong.TRUNCATE_PROMPT);

    BatchScores scores = fast(model, List.of(Fixtures.sample("a", "b")));

    assertThat(scores.unscorable().get(0))
        .hasToString("Unscorable[reason=non_finite_score, evidence=loss.perplexity is Infinity]");
    assertThat(scores.values()[0][0]).isNaN();
  }

  @Test
  void aCheckpointThatChangedAfterPlanningIsRefused() throws IOException {
    Path path = new CheckpointWriter(directory).write();
    ScoringPlan plan =
        ScoringPlan.of(
            new ModelSpec(path.toString(), 64, DeviceChoice.CPU, WhenTooLong.REJECT), List.of());
    Files.writeString(path.resolve("chat_template.jinja"), "{{ messages }}");

    assertThatThrownBy(() -> ScoringEngine.open(plan))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("files have changed");
  }

  private static BatchScores fast(ModelSpec model, List<Sample> samples) {
    ScoringPlan plan =
        ScoringPlan.of(
            model,
            List.of(
                ScorerConfig.of("loss"),
                ScorerConfig.of("donod"),
                new ScorerConfig("spectrum", Map.of("per_layer", "true"))));
    try (ScoringEngine engine = ScoringEngine.open(plan)) {
      return engine.score(samples);
    }
  }

  private static List<NaiveTwin.Result> slow(ModelSpec model, List<Sample> samples) {
    Checkpoint checkpoint = Checkpoint.inspect(model.checkpoint());
    List<NaiveTwin.Result> results = new ArrayList<>();
    try (SampleEncoder encoder = SampleEncoder.open(checkpoint, model);
        NaiveTwin twin = new NaiveTwin(checkpoint, model.maxTokens())) {
      for (Sample sample : samples) {
        if (encoder.encode(sample.messages()) instanceof Encoding.Encoded encoded) {
          results.add(twin.score(encoded.sample()));
        }
      }
    }
    return results;
  }

  private static double meanNuclearNorm(NaiveTwin.Result result) {
    return Arrays.stream(result.singularValues())
        .flatMap(Arrays::stream)
        .mapToDouble(values -> Arrays.stream(values).sum())
        .average()
        .orElseThrow();
  }

  private static double meanEffectiveRank(NaiveTwin.Result result) {
    return Arrays.stream(result.singularValues())
        .flatMap(Arrays::stream)
        .mapToDouble(
            values -> {
              double sum = Arrays.stream(values).sum();
              double entropy =
                  Arrays.stream(values)
                      .filter(value -> value > 0)
                      .map(value -> -value / sum * Math.log(value / sum))
                      .sum();
              return Math.exp(entropy);
            })
        .average()
        .orElseThrow();
  }

  private static Offset<Double> relative(double scale, double tolerance) {
    return within(Math.abs(scale) * tolerance);
  }

  private static double value(BatchScores scores, String column, int row) {
    return scores.values()[scores.columns().indexOf(column)][row];
  }
}
