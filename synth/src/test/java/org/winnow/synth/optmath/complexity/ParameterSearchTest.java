package org.winnow.synth.optmath.complexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.synth.optmath.problems.ParameterRanges;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemClasses;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.SolveLimits;

class ParameterSearchTest {
  private static final MilpSolver SCIP = solver(2_000);

  private static final ParameterSearch SEARCH =
      new ParameterSearch(SCIP, ComplexityWeights.ONES, 6, 0.9, 3);

  private static MilpSolver solver(int nodes) {
    return new MilpSolver(Engine.SCIP, new SolveLimits(nodes, Duration.ofMinutes(5)));
  }

  private static ProblemClass problem(String name) {
    return ProblemClasses.ALL.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  /** The instances that the accepted parameters give are counted again here. */
  @ParameterizedTest
  @EnumSource(Tier.class)
  void acceptedParametersGiveInstancesOfTheTier(Tier tier) {
    for (String name : List.of("knapsack", "transportation", "lot_sizing")) {
      ProblemClass problem = problem(name);

      SearchResult result = SEARCH.find(problem, tier);

      ParameterRanges ranges = result.ranges().orElseThrow();
      double mean =
          IntStream.range(0, 6)
              .mapToObj(i -> problem.model(problem.draw(ranges, 3, "search-" + i)))
              .mapToDouble(model -> ComplexityWeights.ONES.score(ModelShape.of(model)))
              .average()
              .orElseThrow();
      SearchTrial last = result.trials().get(result.trials().size() - 1);
      assertThat(last.meanScore()).isCloseTo(mean, within(1e-9));
      assertThat(mean).isBetween(tier.least(), tier.most());
      assertThat(last.outcomes()).containsExactlyEntriesOf(Map.of("optimal", 6));
    }
  }

  @Test
  void theSameSearchFindsTheSame() {
    ProblemClass problem = problem("capacitated_facility_location");

    assertThat(SEARCH.find(problem, Tier.MEDIUM)).isEqualTo(SEARCH.find(problem, Tier.MEDIUM));
  }

  @Test
  void onlyInstancesOfTheTierAreSolvedAndTheLastChoiceIsTheAcceptedOne() {
    SearchResult result = SEARCH.find(problem("knapsack"), Tier.HARD);

    for (SearchTrial trial : result.trials()) {
      assertThat(trial.outcomes().isEmpty()).isEqualTo(!Tier.HARD.contains(trial.meanScore()));
    }
  }

  /**
   * Instances of the right size that are not solved are not accepted; it goes on with smaller ones.
   */
  @Test
  void whatIsNotSolvedIsNotAccepted() {
    ParameterSearch strict = new ParameterSearch(solver(1), ComplexityWeights.ONES, 4, 1, 3);

    SearchResult result = strict.find(problem("market_share"), Tier.MEDIUM_EASY);

    List<SearchTrial> unsolved =
        result.trials().stream().filter(t -> t.outcomes().containsKey("limit_reached")).toList();
    assertThat(unsolved).isNotEmpty();
    assertThat(unsolved).allMatch(t -> t.outcomes().containsValue(1));
    assertThat(result.ranges()).isEmpty();
  }

  /** 0.28 of 25 is 7, though in doubles it is a little more. */
  @Test
  void asManyAsTheShareSaysAreEnough() {
    for (int samples : new int[] {25, 100}) {
      double share = samples == 25 ? 0.28 : 0.07;
      assertThat(share * samples).isGreaterThan(7);
      assertThat(new ParameterSearch(solver(1), ComplexityWeights.ONES, samples, share, 3).needed())
          .isEqualTo(7);
    }
  }

  @Test
  void sizesGrowAndValuesStay() {
    ParameterRanges doubled = problem("knapsack").parameters().scaled(2);

    assertThat(doubled.parameters().toString())
        .contains("name=item, kind=SIZE, low=6, high=60")
        .contains("name=value, kind=VALUE, low=10, high=300");
    assertThat(problem("knapsack").parameters().scaled(0.01).parameters().toString())
        .contains("name=item, kind=SIZE, low=2, high=2");
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThatThrownBy(() -> new ParameterSearch(SCIP, ComplexityWeights.ONES, 0, 1, 1))
        .hasMessage("samples must be >= 1, got 0");
    assertThatThrownBy(() -> new ParameterSearch(SCIP, ComplexityWeights.ONES, 1, 1.1, 1))
        .hasMessage("leastOptimal must be in [0, 1], got 1.1");
  }
}
