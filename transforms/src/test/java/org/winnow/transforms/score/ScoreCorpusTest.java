package org.winnow.transforms.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;
import org.winnow.scorers.DeviceChoice;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.WhenTooLong;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.RunBoard;

/** With the reference checkpoint, which is part of the scorers module. */
class ScoreCorpusTest {
  private static final String STEP = "score";

  @BeforeEach
  void clearBoard() {
    RunBoard.clear();
  }

  @Test
  void addsTheColumnsOfThePlanToEveryRow(@TempDir Path store) {
    Fixtures.Outcome outcome = score(Fixtures.rows("a", 5), 2, store);

    assertEquals(5, outcome.kept().size());
    for (Sample sample : outcome.kept()) {
      assertEquals(
          List.of("text.tokens", "text.response_tokens", "text.truncated", "loss.mean"),
          sample.scores().columns().subList(0, 4));
      double loss = sample.scores().value("loss.mean").orElseThrow();
      assertEquals(
          Math.exp(loss),
          sample.scores().value("loss.perplexity").orElseThrow(),
          1e-9 * Math.exp(loss));
    }
    assertEquals(Fixtures.rows("a", 5), withoutScores(outcome.kept()));
  }

  @Test
  void addsOnlyTheColumnsThatAreNamed(@TempDir Path store) {
    List<CorpusBatch> batches = Fixtures.batches(Fixtures.rows("a", 2), 2);
    ScoreCorpus named =
        new ScoreCorpus(STEP, plan(DeviceChoice.CPU), store, Map.of("loss.mean", "mine"));

    List<Sample> renamed = Fixtures.run(batches, named).kept();

    List<Sample> all = score(Fixtures.rows("a", 2), 2, store).kept();
    for (int row = 0; row < 2; row++) {
      assertEquals(List.of("mine"), renamed.get(row).scores().columns());
      assertEquals(
          all.get(row).scores().value("loss.mean"), renamed.get(row).scores().value("mine"));
    }
  }

  @Test
  void rejectsASampleWithoutAResponseAndGivesItNoNumber(@TempDir Path store) {
    List<Sample> rows = new ArrayList<>(Fixtures.rows("a", 5));
    rows.add(2, unscorable());

    Fixtures.Outcome outcome = score(rows, 6, store);

    assertEquals(Fixtures.rows("a", 5), withoutScores(outcome.kept()));
    Rejection rejection = outcome.rejected().get(0);
    assertEquals(1, outcome.rejected().size());
    assertEquals("b.jsonl", rejection.file());
    assertEquals(Rejection.Kind.INVALID, rejection.kind());
    assertEquals("no_response_tokens", rejection.reason());
    assertEquals(STEP, rejection.step());
  }

  @Test
  void aSecondRunScoresNothingAndGivesTheSame(@TempDir Path store) throws IOException {
    List<Sample> rows = new ArrayList<>(Fixtures.rows("a", 5));
    rows.add(unscorable());

    Fixtures.Outcome first = score(rows, 3, store);
    assertEquals(2, entries(store).size());
    assertEquals(6, RunBoard.read(STEP, RunBoard.Count.ROWS));
    assertEquals(0, RunBoard.read(STEP, RunBoard.Count.ROWS_FROM_STORE));
    double tokens =
        first.kept().stream()
            .mapToDouble(sample -> sample.scores().value("text.tokens").orElseThrow())
            .sum();
    assertEquals(tokens, RunBoard.read(STEP, RunBoard.Count.TOKENS_SCORED));
    Fixtures.Outcome second = score(rows, 3, store);

    assertEquals(first, second);
    assertEquals(tokens, RunBoard.read(STEP, RunBoard.Count.TOKENS_SCORED));
    assertEquals(2, entries(store).size());
    assertEquals(6, RunBoard.read(STEP, RunBoard.Count.ROWS_FROM_STORE));
  }

  @Test
  void scoresOnlyTheBatchThatIsNew(@TempDir Path store) throws IOException {
    List<Sample> rows = Fixtures.rows("a", 4);
    score(rows, 2, store);
    RunBoard.clear();

    score(Fixtures.together(rows, Fixtures.rows("b", 1)), 2, store);

    assertEquals(3, entries(store).size());
    assertEquals(5, RunBoard.read(STEP, RunBoard.Count.ROWS));
    assertEquals(4, RunBoard.read(STEP, RunBoard.Count.ROWS_FROM_STORE));
  }

  @Test
  void writesADamagedEntryAnew(@TempDir Path store) throws IOException {
    List<Sample> rows = Fixtures.rows("a", 2);
    Fixtures.Outcome first = score(rows, 2, store);
    Path entry = entries(store).get(0);
    byte[] whole = Files.readAllBytes(entry);
    Files.write(entry, new byte[] {1, 2, 3});

    Fixtures.Outcome second = score(rows, 2, store);

    assertEquals(1, RunBoard.read(STEP, RunBoard.Count.STORE_ENTRIES_DAMAGED));

    assertEquals(first, second);
    assertEquals(-1, Arrays.mismatch(whole, Files.readAllBytes(entry)));
  }

  @Test
  void aScoreDoesNotDependOnItsBatchMates(@TempDir Path one, @TempDir Path two) {
    List<Sample> rows = Fixtures.rows("a", 6);

    List<Sample> together = score(rows, 6, one).kept();
    List<Sample> alone = score(Fixtures.shuffled(rows, 2), 1, two).kept();

    for (int row = 0; row < 6; row++) {
      for (String column : together.get(row).scores().columns()) {
        assertEquals(
            together.get(row).scores().value(column).orElseThrow(),
            alone.get(row).scores().value(column).orElseThrow(),
            1e-4,
            column);
      }
    }
  }

  @Test
  void aBatchWithoutAnyScorableRowIsNotGivenOut(@TempDir Path store) {
    Fixtures.Outcome outcome = score(List.of(unscorable()), 1, store);

    assertTrue(outcome.kept().isEmpty());
    assertEquals(List.of("b.jsonl:1"), outcome.rejectedPlaces());
  }

  /** There is no such GPU: had the model been asked for, the run would have failed. */
  @Test
  void whatOneGpuScoredAnyOtherKnows(@TempDir Path directory) throws IOException {
    List<Sample> rows = Fixtures.rows("a", 4);
    List<Sample> onCpu = score(rows, 2, directory).kept();
    ScoringPlan plan = plan(new DeviceChoice("gpu:0"));
    ScoreStore store = new ScoreStore(directory);
    for (CorpusBatch batch : Fixtures.batches(rows, 2)) {
      String hash = batch.contentHash();
      String known = ScoreStore.key(hash, plan.fingerprint(), DeviceKind.CPU);
      store.put(
          ScoreStore.key(hash, plan.fingerprint(), DeviceKind.GPU), store.get(known).orElseThrow());
    }

    ScoreCorpus onLastGpu = new ScoreCorpus(STEP, plan(new DeviceChoice("gpu:999")), directory);
    Fixtures.Outcome outcome = Fixtures.run(Fixtures.batches(rows, 2), onLastGpu);

    assertEquals(onCpu, outcome.kept());
  }

  private static Sample unscorable() {
    return Sample.of(
        "b", List.of(new Message(Role.USER, "Is nobody there?")), Origin.ofRow("b.jsonl", 1), "{}");
  }

  private static List<Sample> withoutScores(List<Sample> samples) {
    return samples.stream().map(s -> s.withScores(Scores.none())).toList();
  }

  private static List<Path> entries(Path store) throws IOException {
    try (Stream<Path> files = Files.walk(store)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static Fixtures.Outcome score(List<Sample> rows, int rowsOfBatch, Path store) {
    List<CorpusBatch> batches = Fixtures.batches(rows, rowsOfBatch);
    return Fixtures.run(batches, new ScoreCorpus(STEP, plan(DeviceChoice.CPU), store));
  }

  private static ScoringPlan plan(DeviceChoice device) {
    ModelSpec model = new ModelSpec("builtin:reference", 256, device, WhenTooLong.TRUNCATE_PROMPT);
    return ScoringPlan.of(model, List.of(ScorerConfig.of("loss")));
  }
}
