package org.winnow.synth.optmath.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.winnow.synth.optmath.complexity.ComplexityWeights;
import org.winnow.synth.optmath.complexity.ModelShape;
import org.winnow.synth.optmath.complexity.Tier;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.pair.RejectedInstance.Step;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemClasses;
import org.winnow.synth.optmath.problems.ProblemInstance;
import org.winnow.synth.optmath.solve.SolveLimits;

class OptMathTest {
  private static final ProblemClass KNAPSACK = problem("knapsack");
  private static final ProblemClass DIET = problem("diet");
  private static final ProblemClass MARKET_SHARE = problem("market_share");
  private static final Exchange ASKED = new Exchange("generate", "key-w", "answer");
  private static final Exchange READ = new Exchange("model", "key-r", "answer");

  private static ProblemClass problem(String name) {
    return ProblemClasses.ALL.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static OptMathSettings settings(int instances) {
    return OptMathSettings.of(3, instances).withClasses(List.of(KNAPSACK, DIET));
  }

  private static ShareResult make(OptMath optMath, Share share) {
    return optMath.make(share, new VerbaliserWriter(), new ClauseReader());
  }

  private static List<AcceptedPair> accepted(OptMathSettings settings, int most) {
    List<AcceptedPair> accepted = new ArrayList<>();
    OptMath optMath = new OptMath(settings);
    settings.shares(most).forEach(share -> accepted.addAll(make(optMath, share).accepted()));
    return accepted;
  }

  @Test
  void instancesAreSpreadEvenlyOverCellsAndCutIntoShares() {
    OptMathSettings settings = settings(11).withTiers(List.of(Tier.EASY, Tier.MEDIUM));

    assertThat(settings.shares(2))
        .extracting(share -> share.ids().toString())
        .containsExactly(
            "[knapsack-easy-0, knapsack-easy-1]",
            "[knapsack-easy-2]",
            "[diet-easy-0, diet-easy-1]",
            "[diet-easy-2]",
            "[knapsack-medium-0, knapsack-medium-1]",
            "[knapsack-medium-2]",
            "[diet-medium-0, diet-medium-1]");
    assertThat(settings(1).shares(5)).hasSize(1);
    assertThat(settings(3).shares(5))
        .extracting(share -> share.ids().toString())
        .containsExactly("[knapsack-0, knapsack-1]", "[diet-0]");
  }

  @Test
  void whatBecomesOfAnInstanceDoesNotDependOnItsShare() {
    OptMathSettings settings = settings(10);

    List<AcceptedPair> one = accepted(settings, 1);

    assertThat(one).hasSize(10);
    assertThat(accepted(settings, 3)).isEqualTo(one);
    assertThat(accepted(settings, 100)).isEqualTo(one);
    assertThat(one).extracting(AcceptedPair::text).doesNotHaveDuplicates();
  }

  @Test
  void instancesOfATierAreAsComplexAsItSays() {
    OptMathSettings settings = settings(12).withTiers(List.of(Tier.MEDIUM));
    OptMath optMath = new OptMath(settings);

    for (Share share : settings.shares(100)) {
      ShareResult result = make(optMath, share);

      assertThat(result.search().orElseThrow().ranges()).isPresent();
      double mean =
          result.accepted().stream()
              .map(pair -> ModelShape.of(pair.instance().model()))
              .mapToDouble(ComplexityWeights.ONES::score)
              .average()
              .orElseThrow();
      // The search saw the mean of others of the same parameters.
      assertThat(mean).isBetween(Tier.MEDIUM.least() - 25, Tier.MEDIUM.most() + 25);
      assertThat(result.accepted()).hasSize(6);
    }
  }

  @Test
  void withoutParametersForATierNothingIsDrawn() {
    OptMathSettings settings =
        settings(4)
            .withClasses(List.of(MARKET_SHARE))
            .withTiers(List.of(Tier.MEDIUM_EASY))
            .withLimits(new SolveLimits(1, Duration.ofMinutes(1)));

    ShareResult result = make(new OptMath(settings), settings.shares(4).get(0));

    assertThat(result.search().orElseThrow().ranges()).isEmpty();
    assertThat(result.search().orElseThrow().trials()).isNotEmpty();
    assertThat(result.outcomes()).isEmpty();
    assertThat(result.accepted()).isEmpty();
    assertThat(result.rejected()).isEmpty();
  }

  @Test
  void rangesOfTheUserAreKept() {
    OptMathSettings settings =
        settings(8)
            .withClasses(List.of(KNAPSACK))
            .withRanges(Map.of("knapsack", KNAPSACK.parameters().with("item", 4, 4)));

    assertThat(accepted(settings, 8))
        .hasSize(8)
        .allMatch(pair -> pair.instance().model().variables().size() == 4);
  }

  /** What a writer makes of an instance, by its place. */
  private static Made<String> written(List<ProblemInstance> instances, int place) {
    String whole = instances.get(place).text();
    return switch (place) {
      case 0 -> Made.not(new Flaw("timed_out", "no answer"), List.of(ASKED));
      case 1 -> Made.of("A hiker packs a knapsack.", List.of(ASKED));
      default -> Made.of(whole, List.of(ASKED));
    };
  }

  /** What a reader makes of an instance: the third is not read, the fourth wrong. */
  private static Made<Model> read(WordedInstance worded) {
    Model model = worded.instance().model();
    return switch (worded.instance().id()) {
      case "knapsack-2" -> Made.not(new Flaw("unreadable", "no JSON"), List.of(READ));
      case "knapsack-3" ->
          Made.of(
              new Model(model.sense(), model.objective(), 5, model.variables(), model.rows()),
              List.of(READ));
      case "knapsack-4" ->
          Made.of(
              new Model(Sense.MINIMIZE, model.objective(), 0, model.variables(), model.rows()),
              List.of(READ));
      default -> Made.of(model, List.of(READ));
    };
  }

  @Test
  void whatWasReadAsAnotherProblemIsHardAndWhatIsBrokenIsNot() {
    OptMathSettings settings = settings(7).withClasses(List.of(KNAPSACK));
    InstanceWriter writer =
        instances ->
            IntStream.range(0, instances.size()).mapToObj(i -> written(instances, i)).toList();
    InstanceReader reader = worded -> worded.stream().map(OptMathTest::read).toList();

    ShareResult result = new OptMath(settings).make(settings.shares(7).get(0), writer, reader);

    assertThat(result.outcomes()).containsExactlyEntriesOf(Map.of("optimal", 7));
    assertThat(result.rejected())
        .extracting(
            left -> left.instance().id() + " " + left.step().label() + " " + left.flaw().reason())
        .containsExactly(
            "knapsack-0 write timed_out",
            "knapsack-1 write number_not_said",
            "knapsack-2 read unreadable",
            "knapsack-3 compare optimum",
            "knapsack-4 compare sense");
    assertThat(result.rejected())
        .extracting(RejectedInstance::isHard)
        .containsExactly(false, false, false, true, true);
    assertThat(result.rejected().get(0).text()).isEmpty();
    assertThat(result.rejected().get(1).text()).contains("A hiker packs a knapsack.");
    assertThat(result.rejected().get(1).exchanges()).containsExactly(ASKED);
    assertThat(result.rejected().get(3).exchanges()).containsExactly(ASKED, READ);
    assertThat(result.rejected().get(3).step()).isEqualTo(Step.COMPARE);
    assertThat(result.accepted())
        .extracting(pair -> pair.instance().id())
        .containsExactly("knapsack-5", "knapsack-6");
    assertThat(result.accepted().get(0).exchanges()).containsExactly(ASKED, READ);
  }

  @Test
  void otherWordsThanTheClausesAreNotRead() {
    ProblemInstance instance = accepted(settings(1), 1).get(0).instance();

    Made<Model> read =
        new ClauseReader().read(List.of(new WordedInstance(instance, "Pack well."))).get(0);

    assertThat(read.flaw()).contains(new Flaw("unreadable_text", "expected the number of items"));
  }

  @Test
  void refusesWhatCannotBeDone() {
    assertThatThrownBy(() -> settings(0))
        .hasMessageContaining("instances and samples must be >= 1");
    assertThatThrownBy(() -> settings(1).withClasses(List.of(DIET, DIET)))
        .hasMessageContaining("classes and tiers once each");
    assertThatThrownBy(() -> new Share(new Cell(DIET, Optional.empty()), 0, 0))
        .hasMessageContaining("at least one");
  }
}
