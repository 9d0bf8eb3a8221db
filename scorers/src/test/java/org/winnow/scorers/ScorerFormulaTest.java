package org.winnow.scorers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ScorerFormulaTest {
  /**
   * Three tokens, width two: W = [[1, 0], [0, 1], [-1, 1]], H = [[1, 2], [0, -1]], gold = [1, 0].
   * By hand: the loss of each token is .551445, its entropy .975328, ||W|| = 2, ||G|| = .734187092.
   */
  private static final SampleSignals TOY =
      new SampleSignals(
          new TokenSignals(
              new double[] {.5514447139, .5514447139},
              new double[] {.9753278289, .9753278289},
              new double[] {.519149 * .519149, .519149 * .519149},
              new boolean[] {false, true},
              2),
          Optional.of(new WeightGradient(.734187092 * .734187092, 4, .5514447139 - .9753278289)),
          Optional.empty(),
          Optional.empty(),
          OptionalDouble.of(1.102889),
          new boolean[] {true, true},
          Map.of());

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
  void uncertaintyIsTakenBySentence() {
    double[] losses = {1, 3, 2, 5, 4};
    double[] entropies = {2, 4, 1, 1, 3};

    double[] scores =
        scorer("loss", Map.of())
            .score(SampleSignals.of(tokens(losses, entropies, false, true, false, false, true)));

    // sentences of two and of three tokens
    assertThat(scores[3]).isEqualTo(5);
    assertThat(scores[4]).isEqualTo(4);
    assertThat(scores[5]).isCloseTo(15 / Math.log(2) / 10, within(1e-12));
    assertThat(scores[6]).isEqualTo((3 + 5) / 2.0);
    assertThat(scores[7]).isCloseTo((2 + 11 / 3.0) / 2, within(1e-12));
    assertThat(scores[8]).isEqualTo((4 + 3) / 2.0);
    assertThat(scores[9]).isCloseTo((3 + 5 / 3.0) / 2, within(1e-12));
  }

  @Test
  void anUnfinishedLastSentenceCounts() {
    double[] scores =
        scorer("loss", Map.of())
            .score(SampleSignals.of(tokens(new double[] {1, 2}, new double[] {1, 2}, true, false)));

    assertThat(scores[6]).isEqualTo(1.5);
  }

  @Test
  void el2nIsTheMeanDistance() {
    assertThat(scorer("el2n", Map.of()).score(TOY)[0]).isCloseTo(.519149, within(1e-9));
  }

  @Test
  void ifdComparesWithTheAnswerAlone() {
    double[] scores = scorer("ifd", Map.of()).score(TOY);

    assertThat(scores[0]).isCloseTo(.5, within(1e-5));
    assertThat(scores[1]).isCloseTo(Math.exp(-.551444), within(1e-5));
    assertThat(scorer("ifd", Map.of()).score(SampleSignals.of(TOY.tokens())))
        .containsOnly(Double.NaN);
  }

  private static TokenSignals tokens(double[] losses, double[] entropies, boolean... ends) {
    return new TokenSignals(losses, entropies, new double[losses.length], ends, 10);
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

  /** Two layers; q has no gradient in the second. */
  private static final class TwoLayers implements LayerGradients {
    @Override
    public int layers() {
      return 2;
    }

    @Override
    public double squaredNorm() {
      return 0;
    }

    @Override
    public List<WeightGradient> weights() {
      // A weight of norm 3 with a gradient of norm 4 at right angles; a weight of 0.
      return List.of(new WeightGradient(16, 9, 0), new WeightGradient(4, 0, 0));
    }

    @Override
    public GradientCosines cosines() {
      double[] none = {Double.NaN};
      return new GradientCosines(
          Optional.of(new double[] {.5, Double.NaN}),
          new double[] {.25, .75},
          new double[][] {none, {.1}, {.2}, {.3}});
    }

    @Override
    public double[] singularValues(int layer, Projection projection) {
      boolean none = layer == 1 && projection == Projection.Q;
      return none ? new double[] {0, 0} : new double[] {layer + 1, layer + 1};
    }

    @Override
    public double[] sketch(SketchKey key) {
      return new double[key.width()];
    }

    SampleSignals signals() {
      return new SampleSignals(
          TOY.tokens(),
          TOY.head(),
          Optional.of(this),
          Optional.empty(),
          OptionalDouble.empty(),
          new boolean[0],
          Map.of());
    }
  }

  @Test
  void spectrumLeavesOutMatricesWithoutGradient() {
    double[] scores = scorer("spectrum", Map.of()).score(new TwoLayers().signals());

    assertThat(scores)
        .containsExactly(
            new double[] {2, (2 + 3 * 2 + 3 * 4) / 7.0, 2, 2, 2, 3, 2, 3, 2, 3, 1}, within(1e-12));
  }

  @Test
  void cosinesAreMeansOfThePairsThatHaveOne() {
    double[] scores =
        scorer("spectrum", Map.of("cosines", "true")).score(new TwoLayers().signals());

    assertThat(Arrays.copyOfRange(scores, 11, scores.length))
        .containsExactly(.5, .5, Double.NaN, .1, .2, .3);
  }

  @Test
  void donodOfAllLayersIsTheSumOverMatrices() {
    Map<String, String> options = Map.of("learning_rate", "1", "layers", "all");
    double[] head = scorer("donod", Map.of("learning_rate", "1")).score(new TwoLayers().signals());

    double[] scores = scorer("donod", options).score(new TwoLayers().signals());

    // sqrt(9 + 16) - 3, and from 0 to 2
    assertThat(scores[0] - head[0]).isCloseTo(2 + 2, within(1e-12));
    assertThat(scores[1] - head[1]).isCloseTo(4 + 2, within(1e-12));
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
            "donod: unknown option 'rate', known are [learning_rate, sign, layers]",
            "scorer 'loss' is listed twice",
            "unknown scorer 'magic', known are [loss, donod, spectrum, grand, gradient_sketch, el2n, matrix_nuclear_norm, ifd, ood]");
  }

  @Test
  void everyScorerIsNamedOnceAndDocumented() {
    assertThat(Scorers.ALL).extracting(ScorerType::name).doesNotHaveDuplicates();
    for (ScorerType type : Scorers.ALL) {
      assertThat(type.summary()).endsWith(".");
      assertThat(type.formula()).isNotBlank();
      assertThat(type.source()).contains("arXiv");
      for (ScorerOption option : type.options()) {
        assertThat(option.problem(option.defaultValue()).isEmpty())
            .isNotEqualTo(option.isRequired());
        assertThat(option.doc()).endsWith(".");
      }
    }
    List<ScoreColumn> columns = Fixtures.planOfAll().columns();
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
