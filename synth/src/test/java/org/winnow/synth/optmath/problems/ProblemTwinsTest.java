package org.winnow.synth.optmath.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.Optima;
import org.winnow.synth.optmath.solve.SolveLimits;

/** Whether models mean what their stories tell. */
class ProblemTwinsTest {
  private static final MilpSolver SCIP = new MilpSolver(Engine.SCIP, SolveLimits.STANDARD);

  static Stream<Arguments> twins() {
    return Stream.of(
        twin(Assignment.TYPE, 1, ProblemTwins::assignment),
        twin(GeneralizedAssignment.TYPE, 1, ProblemTwins::generalizedAssignment),
        twin(CarSelection.TYPE, 1, ProblemTwins::carSelection),
        twin(Knapsack.TYPE, 0.4, ProblemTwins::knapsack),
        twin(SetCover.TYPE, 1, ProblemTwins::setCover),
        twin(MultiSetCover.TYPE, 1, ProblemTwins::multiSetCover),
        twin(MarketShare.TYPE, 1, ProblemTwins::marketShare),
        twin(BinPacking.TYPE, 1, ProblemTwins::binPacking),
        twin(PMedian.TYPE, 1, ProblemTwins::pMedian),
        twin(TowerCoverage.TYPE, 1, ProblemTwins::towerCoverage),
        twin(MaximumDispersion.TYPE, 1, ProblemTwins::maximumDispersion),
        twin(CapitalBudgeting.TYPE, 1, ProblemTwins::capitalBudgeting),
        twin(ShortestPath.TYPE, 1, ProblemTwins::shortestPath),
        twin(MaximumFlow.TYPE, 1, ProblemTwins::maximumFlow),
        twin(JobShop.TYPE, 1, ProblemTwins::jobShop),
        twin(ParallelMachines.TYPE, 1, ProblemTwins::parallelMachines),
        twin(TravellingSalesman.TYPE, 1, ProblemTwins::travellingSalesman),
        twin(VehicleRouting.TYPE, 1, ProblemTwins::vehicleRouting));
  }

  private static Arguments twin(
      ProblemClass problem, double factor, ToDoubleFunction<ProblemData> twin) {
    return arguments(problem, factor, twin);
  }

  @ParameterizedTest
  @MethodSource("twins")
  void theModelHasTheOptimumOfTheStory(
      ProblemClass problem, double factor, ToDoubleFunction<ProblemData> twin) {
    for (int i = 0; i < 5; i++) {
      ProblemData data = problem.draw(problem.parameters().scaled(factor), 17, "twin-" + i);

      double optimum = SCIP.solve(problem.model(data)).optimum().orElseThrow().objective();

      double expected = twin.applyAsDouble(data);
      assertThat(Optima.agree(optimum, expected)).as("%s, %s", optimum, expected).isTrue();
    }
  }
}
