package org.winnow.synth.optmath.problems;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.ortools.modelbuilder.ModelBuilder;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.winnow.synth.optmath.Exhaustive;
import org.winnow.synth.optmath.NumberCoverage;
import org.winnow.synth.optmath.format.LpReader;
import org.winnow.synth.optmath.format.LpWriter;
import org.winnow.synth.optmath.format.ModelTextException;
import org.winnow.synth.optmath.format.MpsReader;
import org.winnow.synth.optmath.format.MpsWriter;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.Optima;
import org.winnow.synth.optmath.solve.SolveLimits;

/** What holds for every class. */
class ProblemClassesTest {
  private static final List<ProblemClass> ALL = ProblemClasses.ALL;

  private static final MilpSolver SCIP = new MilpSolver(Engine.SCIP, SolveLimits.STANDARD);

  private static final MilpSolver HIGHS = new MilpSolver(Engine.HIGHS, SolveLimits.STANDARD);

  private static List<ProblemData> data(ProblemClass problem, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> problem.draw(problem.parameters(), 11, "instance-" + i))
        .toList();
  }

  @Test
  void namesAreUniqueAndAllGroupsAreThere() {
    assertThat(ALL).extracting(ProblemClass::name).doesNotHaveDuplicates();
    assertThat(ALL).hasSizeGreaterThanOrEqualTo(25);
    assertThat(ALL).extracting(ProblemClass::group).containsOnly(ProblemGroup.values());
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void formulationAndStoryHaveNoNumbersOfInstances(ProblemClass problem) {
    assertThat(problem.formulation()).startsWith("\\m").doesNotContainPattern("[2-9]");
    assertThat(problem.text().story()).doesNotContainPattern("[0-9]");
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void anInstanceIsAFunctionOfSeedAndName(ProblemClass problem) {
    Set<String> texts = new HashSet<>();
    for (ProblemData data : data(problem, 20)) {
      texts.add(problem.text().say(data));
    }
    ProblemData first = problem.draw(problem.parameters(), 11, "instance-0");
    ProblemData otherSeed = problem.draw(problem.parameters(), 12, "instance-0");

    assertThat(texts).hasSize(20).contains(problem.text().say(first));
    assertThat(otherSeed).isNotEqualTo(first);
    assertThat(LpWriter.write(problem.model(first)))
        .isEqualTo(LpWriter.write(problem.model(data(problem, 1).get(0))));
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void theTextSaysTheInstanceAndReadsBack(ProblemClass problem) throws ProblemTextException {
    for (ProblemData data : data(problem, 30)) {
      String text = problem.text().say(data);
      Model model = problem.model(data);

      ProblemData read = problem.text().read(text);

      assertThat(read).isEqualTo(data);
      assertThat(problem.model(read)).isEqualTo(model);
      assertThat(NumberCoverage.missing(model, text)).isEmpty();
    }
  }

  /** The order of sentences, and whatever else a text says, does not matter. */
  @ParameterizedTest
  @FieldSource("ALL")
  void theOrderOfSentencesDoesNotMatter(ProblemClass problem) throws ProblemTextException {
    ProblemData data = data(problem, 1).get(0);
    List<String> lines = problem.text().say(data).lines().toList();
    StringBuilder turned = new StringBuilder();
    lines.forEach(line -> turned.insert(0, line + " Nobody knows why.\n"));

    assertThat(problem.text().read(turned.toString())).isEqualTo(data);
  }

  /** Both solvers, and files of both formats, by our readers and by OR-Tools'. */
  @ParameterizedTest
  @FieldSource("ALL")
  void everyPathGivesTheSameOptimum(ProblemClass problem) throws ModelTextException {
    for (ProblemData data : data(problem, 3)) {
      Model model = problem.model(data);
      double optimum = SCIP.solve(model).optimum().orElseThrow().objective();
      String mps = MpsWriter.write(model);

      assertAgrees(HIGHS, model, optimum);
      assertAgrees(SCIP, LpReader.read(LpWriter.write(model)), optimum);
      assertAgrees(SCIP, MpsReader.read(mps), optimum);
      ModelBuilder theirs = new ModelBuilder();
      assertThat(theirs.importFromMpsString(mps)).isTrue();
      assertThat(theirs.numVariables()).isEqualTo(model.variables().size());
      assertAgrees(SCIP, MpsReader.read(theirs.exportToMpsString(false)), optimum);
    }
  }

  private static void assertAgrees(MilpSolver solver, Model model, double optimum) {
    double found = solver.solve(model).optimum().orElseThrow().objective();
    assertThat(Optima.agree(found, optimum)).as("%s and %s", found, optimum).isTrue();
  }

  /** Classes whose variables are all whole and bounded: 14 of them. */
  static List<ProblemClass> wholeNumbers() {
    List<ProblemClass> classes =
        ALL.stream().filter(problem -> Exhaustive.isFor(problem.model(small(problem, 0)))).toList();
    assertThat(classes).hasSize(14);
    return classes;
  }

  private static ProblemData small(ProblemClass problem, int index) {
    return problem.draw(problem.parameters().scaled(0.5), 13, "small-" + index);
  }

  @ParameterizedTest
  @MethodSource("wholeNumbers")
  void smallInstancesHaveTheOptimumOfExhaustiveSearch(ProblemClass problem) {
    for (int i = 0; i < 3; i++) {
      Model model = problem.model(small(problem, i));

      assertAgrees(SCIP, model, Exhaustive.optimum(model).orElseThrow());
    }
  }

  @ParameterizedTest
  @FieldSource("ALL")
  void sampledInstancesAreSolvedAndCounted(ProblemClass problem) {
    List<String> ids = List.of("a", "b", "c");

    SampledInstances sampled = SampledInstances.draw(problem, problem.parameters(), 5, ids, SCIP);

    assertThat(sampled.outcomes()).containsExactlyEntriesOf(Map.of("optimal", 3));
    assertThat(sampled.accepted()).extracting(ProblemInstance::id).containsExactlyElementsOf(ids);
  }

  @Test
  void instancesWithoutAnOptimumAreLeftOutAndCounted() {
    MilpSolver hasty = new MilpSolver(Engine.SCIP, new SolveLimits(1, Duration.ofMinutes(1)));
    ParameterRanges large = MarketShare.TYPE.parameters().scaled(3);

    SampledInstances sampled =
        SampledInstances.draw(MarketShare.TYPE, large, 5, List.of("a", "b"), hasty);

    assertThat(sampled.outcomes()).containsExactlyEntriesOf(Map.of("limit_reached", 2));
    assertThat(sampled.accepted()).isEmpty();
  }
}
