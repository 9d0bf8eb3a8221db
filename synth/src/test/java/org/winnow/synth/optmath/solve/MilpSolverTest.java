package org.winnow.synth.optmath.solve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.schemas.RandomBits;
import org.winnow.synth.optmath.Exhaustive;
import org.winnow.synth.optmath.RandomModels;
import org.winnow.synth.optmath.format.LpReader;
import org.winnow.synth.optmath.format.ModelTextException;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.ModelBuilder;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Sum;

class MilpSolverTest {
  private static final MilpSolver SCIP = new MilpSolver(Engine.SCIP, SolveLimits.STANDARD);

  /** By hand: 2 x + 3 y <= 12.5 with x whole up to 10; x = 6 leaves 0.5, which is y = 1/6. */
  @ParameterizedTest
  @EnumSource(Engine.class)
  void solvesAMixedModel(Engine engine) throws ModelTextException {
    Outcome outcome =
        solve(engine, "max x + y + 5;st; 2 x + 3 y <= 12.5;bounds; x <= 10;generals; x;end");

    assertThat(outcome.label()).isEqualTo("optimal");
    Solution solution = outcome.optimum().orElseThrow();
    assertThat(solution.objective()).isCloseTo(5 + 6 + 1 / 6.0, within());
    assertThat(solution.values().get(0)).isEqualTo(6);
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-9);
  }

  private static Outcome solve(Engine engine, String lp) throws ModelTextException {
    return new MilpSolver(engine, SolveLimits.STANDARD).solve(LpReader.read(lp.replace(';', '\n')));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "min x;st; x >= 3;bounds; x <= 2;end|infeasible",
        "max x;st; x >= 3;end|unbounded",
        "max x + y;st; x - y = 1;generals; x; y;end|unbounded",
        "max x + y;st; x + y >= 3; x + y <= 2.5;bounds; x free; y free;end|infeasible",
        "min 0 x;st; 2 x = 1;bounds; x <= 5;generals; x;end|infeasible",
        "min x;st; x >= 0;end|optimal",
        "max x - y;st; x - y <= 0;bounds; x <= 9;end|optimal",
        "max x;st; c: 0 x >= 1;end|infeasible"
      })
  void outcomesHaveTypes(String lp, String label) throws ModelTextException {
    for (Engine engine : Engine.values()) {
      assertThat(solve(engine, lp).label()).as("%s", engine).isEqualTo(label);
    }
  }

  @Test
  void anOptimumOfZeroIsAnOptimum() throws ModelTextException {
    Solution solution = solve(Engine.SCIP, "min x;st; x >= 0;end").optimum().orElseThrow();

    assertThat(solution.objective()).isEqualTo(0.0);
  }

  @Test
  void findsWhatTryingEverythingFinds() {
    Map<String, Integer> labels = new HashMap<>();
    MilpSolver highs = new MilpSolver(Engine.HIGHS, SolveLimits.STANDARD);
    for (int i = 0; i < 150; i++) {
      Model model = RandomModels.ofWholeNumbers(i);
      OptionalDouble expected = Exhaustive.optimum(model);

      for (MilpSolver solver : List.of(SCIP, highs)) {
        Outcome outcome = solver.solve(model);
        labels.merge(outcome.label(), 1, Integer::sum);
        if (expected.isPresent()) {
          assertThat(outcome.optimum().orElseThrow().objective()).isEqualTo(expected.getAsDouble());
        } else {
          assertThat(outcome.label()).isEqualTo("infeasible");
        }
      }
    }
    assertThat(labels).containsOnlyKeys("optimal", "infeasible");
    assertThat(labels.values()).allMatch(count -> count > 50);
  }

  /** A market split of five products and forty shops, which no one solves at the root. */
  private static Model hard() {
    RandomBits bits = new RandomBits(5);
    ModelBuilder model = new ModelBuilder(Sense.MINIMIZE);
    for (int i = 0; i < 40; i++) {
      model.binary("x" + i);
    }
    for (int product = 0; product < 5; product++) {
      Sum sum = new Sum();
      int total = 0;
      for (int i = 0; i < 40; i++) {
        int size = bits.below(100);
        sum.plus(size, "x" + i);
        total += size;
      }
      sum.plus(model.continuous("over" + product)).minus(model.continuous("under" + product));
      model.objective(1, "over" + product).objective(1, "under" + product);
      model.equal("split" + product, sum, total / 2);
    }
    return model.build();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void stopsAfterSomeNodes(Engine engine) {
    SolveLimits few = new SolveLimits(50, Duration.ofMinutes(5));

    Outcome first = new MilpSolver(engine, few).solve(hard());
    Outcome again = new MilpSolver(engine, few).solve(hard());

    assertThat(first.label()).isEqualTo("limit_reached");
    assertThat(first.optimum()).isEmpty();
    assertThat(again).isEqualTo(first);
  }

  @Test
  void aSearchThatIsStoppedGivesTheBestSoFar() {
    SolveLimits few = new SolveLimits(50, Duration.ofMinutes(5));

    Outcome.LimitReached stopped =
        (Outcome.LimitReached) new MilpSolver(Engine.SCIP, few).solve(hard());

    assertThat(stopped.best().orElseThrow().objective()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void stopsAfterSomeTime(Engine engine) {
    SolveLimits brief = new SolveLimits(Integer.MAX_VALUE, Duration.ofMillis(1));

    assertThat(new MilpSolver(engine, brief).solve(hard()).label()).isEqualTo("limit_reached");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "min x;st; c: 1e16 x >= 1;end|x in row c: expected a size from 1.0E-15 to 1.0E15, found 1.0E16",
        "min x;st; c: 1e-300 x >= 1;end|x in row c: expected a size from 1.0E-15 to 1.0E15, found 1.0E-300",
        "min 1e300 x;st; c: x >= 1;end|x in the objective: expected a size from 1.0E-15 to 1.0E15, found 1.0E300",
        "min x;st; c: x >= 1e16;end|right side of row c: expected a size from 1.0E-15 to 1.0E15, found 1.0E16",
        "min x + 1e20;st; c: x >= 1;end|constant of the objective: expected a size from 1.0E-15 to 1.0E15, found 1.0E20",
        "min x;st; c: x >= 1;bounds; x <= 1e16;end|bound of x: expected a size from 1.0E-15 to 1.0E15, found 1.0E16",
        "min 1;st;end|expected at least one variable"
      })
  void whatSolversCannotComputeWithIsNotAsked(String lp, String reason) throws ModelTextException {
    assertThat(solve(Engine.SCIP, lp)).isEqualTo(new Outcome.Failed(reason));
  }

  /** Where a term is a billion, a thousandth of a thousandth of it is a whole unit. */
  @Test
  void largeTermsDoNotHideAUnit() throws ModelTextException {
    Model model =
        LpReader.read("min x\nst\n c: 1000000000 b + x >= 1000000500\nbinaries\n b\nend\n");
    int b = model.variables().get(0).name().equals("b") ? 0 : 1;
    double[] short500 = new double[2];
    short500[b] = 1;

    assertThat(ModelCheck.solution(model, short500)).isEmpty();
    short500[1 - b] = 500;
    assertThat(ModelCheck.solution(model, short500)).isPresent();
    for (Engine engine : Engine.values()) {
      Outcome outcome = new MilpSolver(engine, SolveLimits.STANDARD).solve(model);
      assertThat(outcome.optimum().map(Solution::objective).orElse(500.0)).isEqualTo(500);
    }
  }

  @Test
  void boundsMayKeepAnObjectiveFromGrowing() throws ModelTextException {
    String rows = "\nst\n c: x + y >= 1\nbounds\n x <= 5\nend\n";
    assertThat(ModelCheck.hasBoundedObjective(LpReader.read("max 2 x" + rows))).isTrue();
    assertThat(ModelCheck.hasBoundedObjective(LpReader.read("max 2 x + y" + rows))).isFalse();
    assertThat(ModelCheck.hasBoundedObjective(LpReader.read("min 2 x + y" + rows))).isTrue();
    assertThat(ModelCheck.hasBoundedObjective(LpReader.read("max 2 x - y" + rows))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void threadsDoNotDisturbEachOther(Engine engine) {
    MilpSolver solver = new MilpSolver(engine, SolveLimits.STANDARD);
    List<Model> models = IntStream.range(0, 40).mapToObj(RandomModels::ofWholeNumbers).toList();
    List<Outcome> alone = new ArrayList<>();
    models.forEach(model -> alone.add(solver.solve(model)));

    List<Outcome> together = models.parallelStream().map(solver::solve).toList();

    assertThat(together).isEqualTo(alone);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 100, true",
    "100, 100.0001, true",
    "100, 100.001, false",
    "100, 105, false",
    "10, 11, false",
    "0, 0.000001, true",
    "0, 0.00001, false",
    "5, -5, false",
    "100.4, 100, false"
  })
  void optimaAgreeToOneInAMillion(double a, double b, boolean agree) {
    assertThat(Optima.agree(a, b)).isEqualTo(agree);
  }
}
