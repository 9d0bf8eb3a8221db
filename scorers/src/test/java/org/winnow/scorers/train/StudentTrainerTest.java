package org.winnow.scorers.train;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.Sample;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.EngineSettings;
import org.winnow.scorers.Fixtures;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScoringEngine;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.runtime.LowRank;

/**
 * Ten steps against PyTorch 2.9 (its AdamW, its clipping, the cosine schedule of transformers, one
 * sample at a time, low-rank updates beside the projections): {@code golden/training.jsonl}.
 */
class StudentTrainerTest {
  private static final List<Sample> SAMPLES = Fixtures.goldenSamples().subList(0, 20);

  private final Path folder;

  StudentTrainerTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void lossesAreThoseOfPyTorch() {
    assertLosses("full", "builtin:reference", options(1e-3, 0.2, 0.01, Optional.empty()));
  }

  @Test
  void lossesOfBiasesAndTiedEmbeddingsAreThoseOfPyTorch() {
    assertLosses(
        "qwen2-tiny", Fixtures.qwen().toString(), options(1e-3, 0, 0.01, Optional.empty()));
  }

  @Test
  void lossesOfLowRankUpdatesAreThoseOfPyTorch() {
    assertLosses(
        "low rank", "builtin:reference", options(5e-3, 0.2, 0, Optional.of(new LowRank(4, 8, 11))));
  }

  private void assertLosses(String name, String base, TrainingOptions options) {
    JsonNode golden =
        Fixtures.rows("training.jsonl").stream()
            .filter(row -> row.path("name").asText().equals(name))
            .findFirst()
            .orElseThrow();
    List<StudentTrainer.Step> steps = new ArrayList<>();

    TrainingRecord record = trainer(base, options, 2).train(SAMPLES, out("out"), steps::add);

    assertThat(record.samples()).isEqualTo(20);
    assertThat(record.losses()).hasSize(10).hasSameSizeAs(golden.path("losses"));
    for (int step = 0; step < 10; step++) {
      assertThat(record.losses().get(step))
          .isCloseTo(golden.path("losses").get(step).asDouble(), within(1e-4));
      double norm = golden.path("norms").get(step).asDouble();
      assertThat(steps.get(step).gradientNorm()).isCloseTo(norm, within(1e-3 * norm));
    }
  }

  @Test
  void theWrittenCheckpointScoresLowerAndAsItSays() throws IOException {
    TrainingOptions options = options(1e-3, 0, 0, Optional.of(new LowRank(4, 8, 11)));

    TrainingRecord first =
        trainer("builtin:reference", options, 1).train(SAMPLES, out("a"), s -> {});
    double before = meanLoss("builtin:reference");
    double after = meanLoss(out("a").toString());

    assertThat(first.losses().get(0)).isLessThan(before * 1.5);
    assertThat(after).isLessThan(before);
    // What is written is what was trained: the first loss of a training from there is its loss.
    TrainingOptions oneStep =
        new TrainingOptions(1, 20, 1e-3, 0, 0, 1, Optional.empty(), false, 7, 100);
    TrainingRecord again =
        trainer(out("a").toString(), oneStep, 1).train(SAMPLES, out("b"), s -> {});
    assertThat(again.losses().get(0)).isCloseTo(meanOfTokens(out("a").toString()), within(1e-5));
  }

  @Test
  void aTrainingThatWasCutOffGoesOnToTheSameBytes() throws IOException {
    TrainingOptions options = options(1e-3, 0.2, 0.01, Optional.empty());
    trainer("builtin:reference", options, 1).train(SAMPLES, out("whole"), step -> {});

    Path output = out("resumed");
    List<Long> steps = new ArrayList<>();
    assertThatThrownBy(
            () ->
                trainer("builtin:reference", options, 2)
                    .train(
                        SAMPLES,
                        output,
                        step -> {
                          steps.add(step.step());
                          if (step.step() == 8) {
                            throw new IllegalStateException("pulled the plug");
                          }
                        }))
        .hasMessage("pulled the plug");
    assertThat(output).doesNotExist();
    leaveHalfAState(out("resumed.training"));
    trainer("builtin:reference", options, 2).train(SAMPLES, output, s -> steps.add(s.step()));

    // Saved after 3 and 6 steps; 7 and 8 are taken again.
    assertThat(steps).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 7L, 8L, 9L, 10L);
    for (String file : List.of("model.safetensors", "training.json", "config.json")) {
      assertThat(output.resolve(file)).hasSameBinaryContentAs(out("whole").resolve(file));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(path -> String.valueOf(path.getFileName())))
          .containsExactlyInAnyOrder("whole", "resumed");
    }
  }

  /** What a crash leaves where the state of step 3 was being deleted. */
  private static void leaveHalfAState(Path states) throws IOException {
    try (Stream<Path> found = Files.list(states)) {
      Path training = found.filter(Files::isDirectory).findFirst().orElseThrow();
      Path state = Files.createDirectory(training.resolve("step-3"));
      Files.writeString(state.resolve("state.safetensors"), "cut");
    }
  }

  @Test
  void twoTrainingsDoNotWorkOnOneOutput() {
    TrainingOptions options = options(1e-3, 0, 0, Optional.empty());

    trainer("builtin:reference", options, 1)
        .train(
            SAMPLES,
            out("shared"),
            step ->
                assertThatThrownBy(
                        () ->
                            trainer("builtin:reference", options, 1)
                                .train(SAMPLES, out("shared"), other -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("another training is at work on "));

    assertThat(out("shared/training.json")).exists();
    assertThat(out("shared.training")).doesNotExist();
  }

  @Test
  void aLongerContextThanTheCheckpointHasIsRefused() {
    TrainingOptions options = options(1e-3, 0, 0, Optional.empty());

    assertThatThrownBy(
            () ->
                new StudentTrainer(Fixtures.model("builtin:reference").withMaxTokens(1025), options)
                    .train(SAMPLES, out("long"), step -> {}))
        .hasMessageStartingWith("max_tokens 1025 exceeds 1024, the longest context");
  }

  @Test
  void weightsThatOverflowInTheLastStepAreNotWritten() {
    // Decay multiplies each matrix by 1 - 1e37 * 1000, more than float32 holds.
    TrainingOptions options =
        new TrainingOptions(1, 20, 1e37, 0, 1000, 1, Optional.empty(), false, 7, 100);

    assertThatThrownBy(
            () -> trainer("builtin:reference", options, 1).train(SAMPLES, out("huge"), step -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("after step 1 the weights are not finite");
    assertThat(out("huge")).doesNotExist();
  }

  @Test
  void whatIsDoneIsNotDoneAgainAndNothingElseIsReplaced() throws IOException {
    TrainingOptions options = options(1e-3, 0, 0, Optional.of(new LowRank(1, 1, 1)));
    TrainingRecord first =
        trainer("builtin:reference", options, 1).train(SAMPLES, out("x"), s -> {});
    List<StudentTrainer.Step> steps = new ArrayList<>();

    TrainingRecord second =
        trainer("builtin:reference", options, 1).train(SAMPLES, out("x"), steps::add);

    assertThat(second).isEqualTo(first);
    assertThat(steps).isEmpty();
    assertThatThrownBy(
            () ->
                trainer("builtin:reference", options, 1)
                    .train(SAMPLES.subList(1, 20), out("x"), s -> {}))
        .hasMessageEndingWith(
            "x exists and is not what this training makes; name another folder or remove it");
  }

  @Test
  void samplesThatCannotBeReadAreCounted() {
    TrainingOptions options =
        new TrainingOptions(1, 2, 1e-3, 0, 0, 1, Optional.empty(), false, 7, 100);
    Sample broken = Fixtures.sample("question \ud800", "answer");
    Sample silent = Fixtures.sample("question");

    TrainingRecord record =
        trainer("builtin:reference", options, 1)
            .train(List.of(broken, SAMPLES.get(0), silent), out("y"), s -> {});

    assertThat(record.samples()).isEqualTo(1);
    assertThat(record.refused()).containsEntry("invalid_unicode", 1).hasSize(2);
    assertThatThrownBy(
            () ->
                trainer("builtin:reference", options, 1).train(List.of(broken), out("z"), s -> {}))
        .hasMessage("none of 1 samples can be trained on: {invalid_unicode=1}");
  }

  /** As a base model's: its configuration ends at a token that no chat template writes. */
  @Test
  void whatClosesAnAnswerEndsTextsOfTheTrainedModel() throws IOException {
    Path base = Fixtures.family("llama", Files.createDirectory(out("base")));
    String config = Files.readString(base.resolve("config.json"));
    Files.writeString(
        base.resolve("config.json"), config.replace("\"eos_token_id\": 6", "\"eos_token_id\": 2"));
    assertThat(Checkpoint.inspect(base.toString()).endTokens()).containsExactly(2L);
    TrainingOptions options =
        new TrainingOptions(1, 2, 1e-3, 0, 0, 1, Optional.empty(), false, 7, 100);

    new StudentTrainer(
            new ModelSpec(base.toString(), 64, DeviceChoice.CPU, WhenTooLong.REJECT),
            options,
            EngineSettings.withWorkers(1))
        .train(List.of(Fixtures.sample("yes or no?", "yes")), out("chat"), step -> {});

    assertThat(Checkpoint.inspect(out("chat").toString()).endTokens())
        .containsExactlyInAnyOrder(2L, 6L);
  }

  @Test
  void theRateRisesAndFallsAsHuggingFaceHasIt() {
    TrainingOptions options = options(2, 0.2, 0, Optional.empty());

    // get_cosine_schedule_with_warmup(2, 10) by hand: 0, 1/2, then (1 + cos(pi k / 8)) / 2.
    assertThat(options.rate(0, 10)).isZero();
    assertThat(options.rate(1, 10)).isEqualTo(1);
    assertThat(options.rate(2, 10)).isEqualTo(2);
    assertThat(options.rate(6, 10)).isCloseTo(1, within(1e-12));
    assertThat(options.rate(9, 10)).isCloseTo(1 + Math.cos(Math.PI * 7 / 8), within(1e-12));
  }

  private Path out(String name) {
    return folder.resolve(name);
  }

  private static StudentTrainer trainer(String base, TrainingOptions options, int workers) {
    return new StudentTrainer(Fixtures.model(base), options, EngineSettings.withWorkers(workers));
  }

  private static TrainingOptions options(
      double rate, double warmup, double decay, Optional<LowRank> lowRank) {
    return new TrainingOptions(2, 4, rate, warmup, decay, 1, lowRank, false, 7, 3);
  }

  private static double meanLoss(String checkpoint) {
    BatchScores scores = score(checkpoint);
    double sum = 0;
    for (double loss : scores.values()[scores.columns().indexOf("loss.mean")]) {
      sum += loss;
    }
    return sum / SAMPLES.size();
  }

  /** The mean over all scored tokens of all samples. */
  private static double meanOfTokens(String checkpoint) {
    BatchScores scores = score(checkpoint);
    double[] means = scores.values()[scores.columns().indexOf("loss.mean")];
    double[] tokens = scores.values()[scores.columns().indexOf("text.response_tokens")];
    double sum = 0;
    double count = 0;
    for (int row = 0; row < means.length; row++) {
      sum += means[row] * tokens[row];
      count += tokens[row];
    }
    return sum / count;
  }

  private static BatchScores score(String checkpoint) {
    ScoringPlan plan =
        ScoringPlan.of(
            Fixtures.model(checkpoint), List.of(org.winnow.scorers.ScorerConfig.of("loss")));
    try (ScoringEngine engine = ScoringEngine.open(plan)) {
      return requireNonNull(engine.score(SAMPLES));
    }
  }
}
