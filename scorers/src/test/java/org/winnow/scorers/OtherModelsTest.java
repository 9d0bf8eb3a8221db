package org.winnow.scorers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.winnow.scorers.checkpoint.CheckpointException;

/** Scorers that compare two models, against each model's own float64 numbers. */
class OtherModelsTest {
  private static final ModelSpec REFERENCE = Fixtures.model("builtin:reference");

  @Test
  void likelihoodRatioAndAveragedDistanceAgreeWithFloat64() {
    String qwen = Fixtures.qwen().toString();
    ScoringPlan plan =
        ScoringPlan.of(
            REFERENCE,
            List.of(
                new ScorerConfig("ood", Map.of("reference", qwen)),
                new ScorerConfig("el2n", Map.of("checkpoints", qwen))));

    BatchScores scores = score(plan);

    List<JsonNode> own = Fixtures.rows("reference.jsonl");
    List<JsonNode> other = Fixtures.rows("qwen2-tiny.jsonl");
    for (int row = 0; row < own.size(); row++) {
      int n = own.get(row).path("response_tokens").asInt();
      double ratio = own.get(row).path("loss").asDouble() - other.get(row).path("loss").asDouble();
      double el2n =
          (own.get(row).path("el2n").asDouble() + other.get(row).path("el2n").asDouble()) / 2;
      assertThat(value(scores, "ood.answer_given_question_per_token", row))
          .isCloseTo(ratio, within(1e-4 * Math.abs(ratio)));
      assertThat(value(scores, "ood.answer_given_question", row))
          .isCloseTo(n * ratio, within(1e-4 * n * Math.abs(ratio)));
      assertThat(value(scores, "ood.sequence", row))
          .isCloseTo(
              value(scores, "ood.question", row) + value(scores, "ood.answer_given_question", row),
              within(1e-9));
      assertThat(value(scores, "el2n.mean", row)).isCloseTo(el2n, within(1e-4 * el2n));
    }
  }

  @Test
  void aModelIsNotFarFromItself() {
    BatchScores scores =
        score(
            ScoringPlan.of(
                REFERENCE,
                List.of(new ScorerConfig("ood", Map.of("reference", "builtin:reference")))));

    for (int column = 3; column < scores.columns().size(); column++) {
      assertThat(scores.values()[column]).containsOnly(0.0);
    }
  }

  @Test
  void theOtherModelIsPartOfTheFingerprint() {
    ScorerConfig self = new ScorerConfig("ood", Map.of("reference", "builtin:reference"));
    ScorerConfig qwen = new ScorerConfig("ood", Map.of("reference", Fixtures.qwen().toString()));

    assertThat(ScoringPlan.of(REFERENCE, List.of(self)).fingerprint())
        .isNotEqualTo(ScoringPlan.of(REFERENCE, List.of(qwen)).fingerprint());
  }

  @Test
  void aMissingCheckpointIsToldBeforeAnythingLoads() {
    assertThat(ScoringPlan.problems(List.of(ScorerConfig.of("ood"))))
        .containsExactly("ood: reference must be given: the folder of a checkpoint");
    ScorerConfig nowhere = new ScorerConfig("ood", Map.of("reference", "no/such/folder"));
    assertThatThrownBy(() -> ScoringPlan.of(REFERENCE, List.of(nowhere)))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining("no/such/folder");
  }

  private static BatchScores score(ScoringPlan plan) {
    try (ScoringEngine engine = ScoringEngine.open(plan)) {
      return engine.score(Fixtures.goldenSamples());
    }
  }

  private static double value(BatchScores scores, String column, int row) {
    return scores.values()[scores.columns().indexOf(column)][row];
  }
}
