package org.winnow.scorers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;

class ScoringEngineTest {
  @Test
  void workersAndRepeatsChangeNoBit() {
    List<Sample> samples = Fixtures.goldenSamples();

    BatchScores one = score(EngineSettings.withWorkers(1), samples);

    for (int workers : new int[] {2, 4, 4}) {
      BatchScores many = score(EngineSettings.withWorkers(workers), samples);
      assertThat(Arrays.deepEquals(many.values(), one.values())).isTrue();
    }
  }

  @Test
  void orderOfSamplesChangesNoBit() {
    List<Sample> samples = Fixtures.goldenSamples().subList(0, 20);
    List<Sample> reversed = new ArrayList<>(samples);
    Collections.reverse(reversed);

    double[][] forwards = score(EngineSettings.withWorkers(2), samples).values();
    double[][] backwards = score(EngineSettings.withWorkers(2), reversed).values();

    for (int column = 0; column < forwards.length; column++) {
      for (int row = 0; row < samples.size(); row++) {
        assertThat(backwards[column][samples.size() - 1 - row]).isEqualTo(forwards[column][row]);
      }
    }
  }

  @Test
  void batchMatesChangeRoundingOnly() {
    List<Sample> samples = Fixtures.goldenSamples().subList(0, 20);

    BatchScores together = score(new EngineSettings(2, 8192, 4 << 20, 1L << 31), samples);
    BatchScores alone = score(new EngineSettings(2, 1, 4 << 20, 1L << 31), samples);

    assertClose(together, alone);
  }

  @Test
  void logitsInBlocksChangeRoundingOnly() {
    List<Sample> samples = Fixtures.goldenSamples().subList(0, 10);

    BatchScores whole = score(new EngineSettings(2, 2048, 4 << 20, 1L << 31), samples);
    BatchScores blocks = score(new EngineSettings(2, 2048, 20_000, 1L << 31), samples);

    assertClose(whole, blocks);
  }

  @Test
  void oneLayerAtATimeChangesNoBit() {
    List<Sample> samples = Fixtures.goldenSamples().subList(0, 20);
    ScoringPlan plan =
        ScoringPlan.of(
            Fixtures.model("builtin:reference"),
            List.of(
                ScorerConfig.of("loss"),
                new ScorerConfig("donod", Map.of("layers", "all")),
                new ScorerConfig("spectrum", Map.of("per_layer", "true")),
                ScorerConfig.of("grand"),
                ScorerConfig.of("matrix_nuclear_norm"),
                ScorerConfig.of("gradient_sketch")));

    BatchScores whole = score(plan, new EngineSettings(2, 1024, 8 << 20, 1L << 40), samples);

    // Enough for one layer of every micro-batch, and for two of four layers of most.
    for (long budget : new long[] {1, 60_000_000}) {
      BatchScores parts = score(plan, new EngineSettings(2, 1024, 8 << 20, budget), samples);
      assertThat(parts.values()).isDeepEqualTo(whole.values());
    }
  }

  private static void assertClose(BatchScores some, BatchScores others) {
    int nod = some.columns().indexOf("donod.nod");
    for (int column = 0; column < some.columns().size(); column++) {
      for (int row = 0; row < some.values()[column].length; row++) {
        double value = others.values()[column][row];
        String name = some.columns().get(column);
        // DON is a difference: its rounding is relative to NOD, which bounds it. So are the numbers
        // of a sketch, whose rounding is relative to its length.
        double scale =
            name.equals("donod.don")
                ? others.values()[nod][row]
                : name.startsWith(GradientSketchScorer.PREFIX)
                    ? sketchLength(others, row)
                    : Math.abs(value);
        assertThat(some.values()[column][row])
            .as(some.columns().get(column) + " of row " + row)
            .isCloseTo(value, within(1e-5 * scale));
      }
    }
  }

  private static double sketchLength(BatchScores scores, int row) {
    double square = 0;
    for (int column = 0; column < scores.columns().size(); column++) {
      if (scores.columns().get(column).startsWith(GradientSketchScorer.PREFIX)) {
        square += scores.values()[column][row] * scores.values()[column][row];
      }
    }
    return Math.sqrt(square);
  }

  @Test
  void changeOfNormNeverExceedsNormOfChange() {
    BatchScores scores = score(EngineSettings.withWorkers(2), Fixtures.goldenSamples());

    for (int row = 0; row < 50; row++) {
      assertThat(Math.abs(value(scores, "donod.don", row)))
          .isLessThanOrEqualTo(value(scores, "donod.nod", row));
      assertThat(value(scores, "spectrum.effective_rank", row))
          .isBetween(1.0, value(scores, "text.tokens", row));
    }
  }

  @Test
  void scoresEveryAssistantTurnAndItsClosingToken() {
    Sample oneTurn = Fixtures.sample("Say yes.", "yes");
    Sample twoTurns = Fixtures.sample("Say yes.", "yes", "Again.", "yes");

    BatchScores scores = score(EngineSettings.withWorkers(1), List.of(oneTurn, twoTurns));

    assertThat(value(scores, "text.response_tokens", 1))
        .isEqualTo(2 * value(scores, "text.response_tokens", 0));
  }

  @Test
  void anEmptyAnswerIsScoredByItsClosingToken() {
    BatchScores scores =
        score(EngineSettings.withWorkers(1), List.of(Fixtures.sample("Say nothing.", "")));

    assertThat(scores.unscorable()).isEmpty();
    assertThat(value(scores, "text.response_tokens", 0)).isEqualTo(1);
  }

  @Test
  void whatCannotBeScoredHasAReasonAndNoNumbers() {
    Sample question =
        Sample.of("test", List.of(new Message(Role.USER, "Why?")), Origin.ofRow("test", 1), "{}");
    Sample broken = Fixtures.sample("Why?", "half \ud83d a pair");
    List<Sample> samples = List.of(question, Fixtures.sample("Why?", "Because."), broken);

    BatchScores scores = score(EngineSettings.withWorkers(1), samples);

    assertThat(scores.unscorable())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                0,
                new Unscorable("no_response_tokens", "the conversation has no assistant message"),
                2,
                new Unscorable("invalid_unicode", "message 2 holds half a surrogate pair")));
    for (double[] column : scores.values()) {
      assertThat(column[0]).isNaN();
      assertThat(column[1]).isFinite();
      assertThat(column[2]).isNaN();
    }
  }

  @Test
  void rejectsWhatIsTooLongIfAsked() {
    ModelSpec model = new ModelSpec("builtin:reference", 16, DeviceChoice.CPU, WhenTooLong.REJECT);
    ScoringPlan plan = ScoringPlan.of(model, List.of(ScorerConfig.of("loss")));

    try (ScoringEngine engine = ScoringEngine.open(plan)) {
      BatchScores scores = engine.score(List.of(Fixtures.sample("word ".repeat(50), "yes")));

      assertThat(scores.unscorable().get(0)).extracting(Unscorable::reason).isEqualTo("too_long");
    }
  }

  @Test
  void scoresNothingToNothing() {
    assertThat(score(EngineSettings.withWorkers(1), List.of()).values()).hasDimensions(103, 0);
  }

  @Test
  void sharesOneEngineUntilTheLastRelease() {
    ScoringPlan plan = Fixtures.plan("loss");

    ScoringEngine first = SharedEngines.acquire(plan);
    ScoringEngine second = SharedEngines.acquire(Fixtures.plan("loss"));
    SharedEngines.release(plan);

    assertThat(second).isSameAs(first);
    assertThat(second.score(List.of(Fixtures.sample("a", "b"))).unscorable()).isEmpty();
    SharedEngines.release(plan);
    assertThatThrownBy(() -> SharedEngines.release(plan)).isInstanceOf(IllegalStateException.class);
  }

  private static BatchScores score(EngineSettings settings, List<Sample> samples) {
    return score(Fixtures.planOfAll(), settings, samples);
  }

  private static BatchScores score(
      ScoringPlan plan, EngineSettings settings, List<Sample> samples) {
    try (ScoringEngine engine = ScoringEngine.open(plan, settings)) {
      return engine.score(samples);
    }
  }

  private static double value(BatchScores scores, String column, int row) {
    return scores.values()[scores.columns().indexOf(column)][row];
  }
}
