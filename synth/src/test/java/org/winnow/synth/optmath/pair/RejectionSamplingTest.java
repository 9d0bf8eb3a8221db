package org.winnow.synth.optmath.pair;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.synth.optmath.format.LpReader;
import org.winnow.synth.optmath.format.ModelTextException;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemClasses;
import org.winnow.synth.optmath.problems.ProblemData;
import org.winnow.synth.optmath.problems.ProblemInstance;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.SolveLimits;

/** Models small enough to see their optima. */
class RejectionSamplingTest {
  private static final RejectionSampling SAMPLING = new RejectionSampling(11, SolveLimits.STANDARD);

  private static final MilpSolver SCIP = new MilpSolver(Engine.SCIP, SolveLimits.STANDARD);

  /** Largest at x = 4, y = 4/3: 29 1/3. */
  private static final String MIX =
      """
      Maximize
       obj: 5 x + 7 y
      Subject To
       hours: 2 x + 3 y <= 12
      Bounds
       x <= 4
      End
      """;

  private static Model model(String text) {
    try {
      return LpReader.read(text);
    } catch (ModelTextException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** An instance of which only the model and its optimum matter. */
  private static ProblemInstance instance(Model model) {
    ProblemClass problem = ProblemClasses.ALL.get(0);
    ProblemData data = problem.draw(problem.parameters(), 1, "any");
    return new ProblemInstance(
        problem, "any", data, model, "words", SCIP.solve(model).optimum().orElseThrow());
  }

  private static Comparison compare(String reference, String candidate) {
    return SAMPLING.compare(instance(model(reference)), model(candidate));
  }

  private static void assertDiffers(
      Comparison comparison, String reason, boolean isHard, String evidence) {
    Flaw flaw = comparison.flaw().orElseThrow();
    assertThat(flaw.reason()).isEqualTo(reason);
    assertThat(flaw.evidence()).contains(evidence);
    assertThat(comparison.isHard()).isEqualTo(isHard);
  }

  @Test
  void anotherHandsModelOfTheSameProblemAgrees() {
    String other =
        """
        Maximize
         profit: 7 chairs + 5 tables
        Subject To
         market: tables <= 4
         wood: 3 chairs + 2 tables <= 12
        End
        """;

    Comparison comparison = compare(MIX, other);

    assertThat(comparison.flaw()).isEmpty();
    assertThat(comparison.perturbations()).isEqualTo(2);
  }

  @Test
  void aSenseIsNeverTurned() {
    assertDiffers(
        compare(MIX, MIX.replace("Maximize", "Minimize")),
        "sense",
        true,
        "expected MAXIMIZE, found MINIMIZE");
    // The same problem, said the other way round: not taken either.
    assertDiffers(
        compare(MIX, MIX.replace("Maximize", "Minimize").replace("5 x + 7 y", "- 5 x - 7 y")),
        "sense",
        true,
        "expected MAXIMIZE");
  }

  /** Smallest at x = 100, and so is what is added. */
  private static String hundredAnd(String constant) {
    return "Minimize\n obj: x + " + constant + "\nSubject To\n least: x >= 100\nEnd\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "0.5", "0.001"})
  void optimaThatAreFivePercentOrOneInAHundredThousandOffAreRejected(String off) {
    assertDiffers(
        compare("Minimize\n obj: x\nSubject To\n least: x >= 100\nEnd\n", hundredAnd(off)),
        "optimum",
        true,
        "expected optimum 100, found optimum 10");
  }

  @Test
  void optimaThatAreOneInTenMillionOffAgree() {
    Comparison comparison =
        compare("Minimize\n obj: x\nSubject To\n least: x >= 100\nEnd\n", hundredAnd("0.00001"));

    assertThat(comparison.flaw()).isEmpty();
    assertThat(comparison.perturbations()).isEqualTo(1);
  }

  /** The cheapest is to make nothing. */
  private static final String NOTHING = "Minimize\n obj: 3 x\nSubject To\n most: x <= 9\nEnd\n";

  @Test
  void zeroIsAnOptimumLikeOthers() {
    assertThat(SCIP.solve(model(NOTHING)).optimum().orElseThrow().objective()).isZero();
    assertThat(compare(NOTHING, NOTHING).flaw()).isEmpty();
    assertDiffers(
        compare(NOTHING, NOTHING.replace("<= 9", ">= 9")),
        "optimum",
        true,
        "expected optimum 0, found optimum 27");
    assertDiffers(
        compare(NOTHING.replace("<= 9", ">= 9"), NOTHING),
        "optimum",
        true,
        "expected optimum 27, found optimum 0");
    assertDiffers(
        compare(NOTHING, NOTHING.replace("3 x", "3 x + 0.00001")),
        "optimum",
        true,
        "expected optimum 0");
  }

  @Test
  void noTypeIsRelaxed() {
    // x and y are whole at the optimum, so that the types alone differ.
    String whole = MIX.replace("12", "11");
    assertDiffers(
        compare(whole, whole.replace("End", "Generals\n x\nEnd")),
        "variable_types",
        false,
        "expected {binary=0, continuous=2, integer=0}, found {binary=0, continuous=1, integer=1}");
    assertDiffers(
        compare(MIX, MIX.replace("End", "Generals\n y\nEnd")), "optimum", true, "found optimum 2");
  }

  @Test
  void aWholeNumberBetweenZeroAndOneIsBinary() {
    String binary =
        "Maximize\n obj: 5 x + 7 y\nSubject To\n c: 2 x + 3 y <= 4\nBinaries\n x\n y\nEnd\n";
    String integer =
        binary.replace("Binaries\n x\n y", "Bounds\n x <= 1\n y <= 1\nGenerals\n x\n y");

    assertThat(compare(binary, integer).flaw()).isEmpty();
  }

  @Test
  void candidatesWithoutAnOptimumAreOtherProblems() {
    assertDiffers(
        compare(MIX, MIX.replace("Bounds", " no: x + y >= 13\nBounds")),
        "not_optimal",
        true,
        "found infeasible");
    assertDiffers(
        compare(MIX, MIX.replace("2 x + 3 y", "2 x - 3 y")),
        "not_optimal",
        true,
        "found unbounded");
  }

  @Test
  void candidatesThatCannotBeSolvedAreNotCalledHard() {
    assertDiffers(
        compare(MIX, MIX.replace("7 y", "1E+300 y")), "not_solved", false, "expected a size from");
    ProblemClass problem =
        ProblemClasses.ALL.stream()
            .filter(known -> known.name().equals("market_share"))
            .findFirst()
            .orElseThrow();
    ProblemData data = problem.draw(problem.parameters().scaled(1.5), 3, "large");
    ProblemInstance large = instance(problem.model(data));
    RejectionSampling hasty = new RejectionSampling(11, new SolveLimits(1, Duration.ofMinutes(1)));

    assertDiffers(hasty.compare(large, large.model()), "not_solved", false, "limit_reached");
  }

  /** The optima are 10 by chance; a change of 4, 6 or 10 tells them apart. */
  @Test
  void anotherProblemWithTheSameOptimumIsFoundOut() {
    String apart = "Maximize\n obj: x + y\nSubject To\n a: x <= 4\n b: y <= 6\nEnd\n";
    String together = "Maximize\n obj: x + y\nSubject To\n a: x + y <= 10\nEnd\n";

    assertDiffers(compare(apart, together), "perturbed_optimum", true, " changed to ");
    assertDiffers(compare(together, apart), "perturbed_optimum", true, "10 changed to 12");
  }

  @Test
  void whatHasNoValuesAfterAChangeMustHaveNoneInBoth() {
    String between = "Minimize\n obj: x\nSubject To\n a: x >= 10\n b: x <= 11\nEnd\n";
    String above = "Minimize\n obj: x\nSubject To\n a: x >= 10\nEnd\n";

    Comparison same = compare(between, between.replace("x", "z"));
    assertThat(same.flaw()).isEmpty();
    assertThat(same.perturbations()).isEqualTo(1); // a larger 11 changes nothing
    assertDiffers(
        compare(between, above),
        "perturbed_optimum",
        true,
        "10 changed to 12: expected infeasible, found optimum 12");
  }

  /** Bounds cannot cross in a model; a change that makes them leaves no values. */
  @Test
  void boundsThatCrossAreInfeasible() {
    String bounds = "Minimize\n obj: x\nSubject To\n a: x <= 50\nBounds\n 10 <= x <= 11\nEnd\n";
    String rows = "Minimize\n obj: x\nSubject To\n a: x >= 10\n b: x <= 11\n c: x <= 50\nEnd\n";

    assertThat(compare(bounds, rows)).isEqualTo(Comparison.agreed(1));
    assertThat(compare(rows, bounds)).isEqualTo(Comparison.agreed(1));
  }

  /** As the documentation says: right, and not taken. */
  @Test
  void rightModelsWithScaledRowsAreLost() {
    String halved = MIX.replace("2 x + 3 y <= 12", "x + 1.5 y <= 6");

    assertThat(SCIP.solve(model(halved)).optimum().orElseThrow().objective())
        .isEqualTo(SCIP.solve(model(MIX)).optimum().orElseThrow().objective());
    assertDiffers(compare(MIX, halved), "perturbed_optimum", true, " changed to ");
  }
}
