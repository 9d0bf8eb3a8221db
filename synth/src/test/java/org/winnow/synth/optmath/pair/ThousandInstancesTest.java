package org.winnow.synth.optmath.pair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.winnow.synth.optmath.Exhaustive;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Variable;
import org.winnow.synth.optmath.problems.ParameterRanges;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemClasses;
import org.winnow.synth.optmath.problems.ProblemData;
import org.winnow.synth.optmath.problems.ProblemTextException;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.SolveLimits;

/** 1,008 small instances, 28 of each class, by the whole chain without a teacher. */
class ThousandInstancesTest {
  private static final List<ProblemClass> ALL = ProblemClasses.ALL;

  private static final long SEED = 20261123;

  private static final int OF_EACH_CLASS = 28;

  /** As many choices of values as can be tried in no time. */
  private static final double TRIED = 1 << 16;

  private static final MilpSolver HIGHS = new MilpSolver(Engine.HIGHS, SolveLimits.STANDARD);

  private static final Map<String, ParameterRanges> SMALL =
      ALL.stream()
          .collect(
              Collectors.toMap(ProblemClass::name, problem -> problem.parameters().scaled(0.5)));

  private static final OptMath OPT_MATH =
      new OptMath(OptMathSettings.of(SEED, OF_EACH_CLASS * ALL.size()).withRanges(SMALL));

  private static int accepted;

  private static int tried;

  /** What is accepted is solved once more from its text alone, and tried through if it is small. */
  @ParameterizedTest
  @FieldSource("ALL")
  void everyInstanceIsAcceptedAndItsOptimumIsFoundAgain(ProblemClass problem)
      throws ProblemTextException {
    Share share = new Share(new Cell(problem, Optional.empty()), 0, OF_EACH_CLASS);

    ShareResult result = OPT_MATH.make(share, new VerbaliserWriter(), new ClauseReader());

    assertThat(result.rejected()).isEmpty();
    Set<String> left = new HashSet<>(share.ids());
    result.accepted().forEach(pair -> left.remove(pair.instance().id()));
    assertThat(left).hasSize(OF_EACH_CLASS - result.accepted().size());
    for (String id : left) {
      ProblemData data =
          problem.draw(SMALL.getOrDefault(problem.name(), problem.parameters()), SEED, id);
      assertThat(HIGHS.solve(problem.model(data)).label()).isEqualTo("infeasible");
    }
    for (AcceptedPair pair : result.accepted()) {
      double optimum = pair.instance().solution().objective();
      Model read = problem.model(problem.text().read(pair.text()));
      assertThat(HIGHS.solve(read).optimum().orElseThrow().objective())
          .isCloseTo(optimum, within(1e-6 * Math.max(1, Math.abs(optimum))));
      if (Exhaustive.isFor(read) && choices(read) <= TRIED) {
        assertThat(Exhaustive.optimum(read).orElseThrow()).isCloseTo(optimum, within(1e-6));
        tried++;
      }
    }
    accepted += result.accepted().size();
  }

  private static double choices(Model model) {
    return model.variables().stream()
        .mapToDouble(ThousandInstancesTest::choices)
        .reduce(1, (a, b) -> a * b);
  }

  private static double choices(Variable variable) {
    return variable.upper() - variable.lower() + 1;
  }

  @AfterAll
  static void thereWereAThousand() {
    assertThat(accepted).isGreaterThanOrEqualTo(1000);
    assertThat(tried).isGreaterThanOrEqualTo(200);
  }
}
