package org.winnow.scorers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScorerFormulaTest {
  /**
   * Three tokens, width two: W = [[1, 0], [0, 1], [-1, 1]], H = [[1, 2], [0, -1]], gold = [1, 0].
   * By hand: the loss of each token is .551445, its entropy .975328, ||W|| = 2, ||G|| = .734187092.
   */
  private static final SampleSignals TOY =
      new SampleSignals(
          new double[] {.5514447139, .5514447139},
          new double[] {.9753278289, .9753278289},
          Optional.of(new HeadGradient(.734187092 * .734187092, 4, .5514447139 - .9753278289)),
          Optional.empty());

  @Test
  void donodAgreesWithOneStepByHand() {
    double[] scores = scorer("donod", Map.of("learning_rate", "0.1")).score(TOY);

    assertThat(scores[0]).isCloseTo(.022416112, within(1e-8));
    assertThat(scores[1]).isCloseTo(.073418709, within(1e-8));
  }

  @Test
  void theSignOfDonCanBeTurned() {
    double[] scores =
        scorer("donod", Map.of("learning_rate", "0.1", "sign", "before_minus_after")).score(TOY);

    assertThat(scores[0]).isCloseTo(-.022416112, within(1e-8));
  }

  @Test
  void lossPerplexityAndEntropyAreMeans() {
    double[] scores = scorer("loss", Map.of()).score(TOY);

    assertThat(scores[0]).isCloseTo(.551445, within(1e-6));
    assertThat(scores[1]).isCloseTo(1.735759, within(1e-6));
    assertThat(scores[2]).isCloseTo(.975328, within(1e-6));
  }

  @Test
  void effectiveRankIsTheExponentialOfTheEntropyOfSingularValues() {
    assertThat(SpectrumScorer.effectiveRank(new double[] {4, 2, 1, 1}))
        .isCloseTo(3.363585661, within(1e-9));
    assertThat(SpectrumScorer.effectiveRank(new double[] {1, 1, 1, 1})).isCloseTo(4, within(1e-12));
    assertThat(SpectrumScorer.effectiveRank(new double[] {1, 0, 0})).isEqualTo(1);
    assertThat(SpectrumScorer.effectiveRank(new double[] {1e-14, 0})).isNaN();
    assertThat(SpectrumScorer.nuclearNorm(new double[] {4, 2, 1, 1})).isEqualTo(8);
  }

  @Test
  void spectrumLeavesOutMatricesWithoutGradient() {
    LayerGradients gradients =
        new LayerGradients() {
          @Override
          public int layers() {
            return 2;
          }

          @Override
          public double[] singularValues(int layer, Projection projection) {
            boolean none = layer == 1 && projection == Projection.Q;
            return none ? new double[] {0, 0} : new double[] {layer + 1, layer + 1};
          }
        };
    SampleSignals signals =
        new SampleSignals(
            new double[] {1}, new double[] {1}, Optional.empty(), Optional.of(gradients));

    double[] scores = scorer("spectrum", Map.of()).score(signals);

    assertThat(scores)
        .containsExactly(
            new double[] {2, (2 + 3 * 2 + 3 * 4) / 7.0, 2, 2, 2, 3, 2, 3, 2, 3}, within(1e-12));
  }

  @Test
  void reportsEveryWrongOption() {
    List<String> problems =
        ScoringPlan.problems(
            List.of(
                new ScorerConfig("donod", Map.of("learning_rate", "-1", "rate", "2")),
                ScorerConfig.of("loss"),
                ScorerConfig.of("loss"),
                ScorerConfig.of("magic")));

    assertThat(problems)
        .containsExactly(
            "donod: learning_rate must be a finite number > 0, got '-1'",
            "donod: unknown option 'rate', known are [learning_rate, sign]",
            "scorer 'loss' is listed twice",
            "unknown scorer 'magic', known are [loss, donod, spectrum]");
  }

  @Test
  void everyScorerIsNamedOnceAndDocumented() {
    assertThat(Scorers.ALL).extracting(ScorerType::name).doesNotHaveDuplicates();
    for (ScorerType type : Scorers.ALL) {
      assertThat(type.summary()).endsWith(".");
      assertThat(type.formula()).isNotBlank();
      assertThat(type.source()).contains("arXiv");
      for (ScorerOption option : type.options()) {
        assertThat(option.problem(option.defaultValue())).isEmpty();
        assertThat(option.doc()).endsWith(".");
      }
    }
    List<ScoreColumn> columns = Fixtures.plan("loss", "donod", "spectrum").columns();
    assertThat(columns).extracting(ScoreColumn::name).doesNotHaveDuplicates();
    assertThat(columns).allSatisfy(column -> assertThat(column.description()).endsWith("."));
  }

  @Test
  void fingerprintKnowsWhatChangesNumbers() {
    ScoringPlan plan = Fixtures.plan("loss", "donod");
    ModelSpec shorter =
        new ModelSpec("builtin:reference", 64, DeviceChoice.CPU, WhenTooLong.TRUNCATE_PROMPT);
    List<ScorerConfig> written =
        List.of(
            ScorerConfig.of("loss"), new ScorerConfig("donod", Map.of("learning_rate", "1e-5")));

    assertThat(Fixtures.plan("loss", "donod").fingerprint()).isEqualTo(plan.fingerprint());
    assertThat(ScoringPlan.of(plan.model(), written).fingerprint()).isEqualTo(plan.fingerprint());
    assertThat(Fixtures.plan("loss").fingerprint()).isNotEqualTo(plan.fingerprint());
    assertThat(ScoringPlan.of(shorter, written).fingerprint()).isNotEqualTo(plan.fingerprint());
  }

  @Test
  void aPlanTravelsBetweenProcesses() throws IOException, ClassNotFoundException {
    ScoringPlan plan = Fixtures.plan("loss", "spectrum");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(plan);
    }

    ScoringPlan copy;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (ScoringPlan) in.readObject();
    }

    assertThat(copy.fingerprint()).isEqualTo(plan.fingerprint());
    assertThat(copy.columns()).isEqualTo(plan.columns());
    assertThat(copy.model()).isEqualTo(plan.model());
  }

  private static Scorer scorer(String name, Map<String, String> options) {
    return Scorers.named(name).orElseThrow().create(options);
  }
}
