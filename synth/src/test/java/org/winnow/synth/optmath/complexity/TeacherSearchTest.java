package org.winnow.synth.optmath.complexity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.synth.optmath.ScriptedTeacher;
import org.winnow.synth.optmath.pair.Flaw;
import org.winnow.synth.optmath.problems.ParameterRanges;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemClasses;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.SolveLimits;

/**
 * A knapsack of n items has n binary variables, one row, and n terms in the row and in the
 * objective: its complexity is 2 n + 1.
 */
class TeacherSearchTest {
  private static final MilpSolver SOLVER = new MilpSolver(Engine.SCIP, SolveLimits.STANDARD);

  private static final ProblemClass KNAPSACK =
      ProblemClasses.ALL.stream()
          .filter(p -> p.name().equals("knapsack"))
          .findFirst()
          .orElseThrow();

  private static String items(int low, int high) {
    return "{\"item\": [" + low + ", " + high + "], \"value\": [10, 300], \"weight\": [1, 50]}";
  }

  /** Gives these answers, one after the other. */
  private static ScriptedTeacher teacher(String... answers) {
    return new ScriptedTeacher(request -> answers[request.sample()]);
  }

  private static TeacherSearchResult find(ScriptedTeacher teacher, int rounds) {
    return new TeacherSearch(teacher.asking(), SOLVER, ComplexityWeights.ONES, 4, 0.9, rounds, 3)
        .find(KNAPSACK, Tier.MEDIUM);
  }

  private static List<String> reasons(TeacherSearchResult result) {
    return result.trials().stream().map(t -> t.flaw().map(Flaw::reason).orElse("none")).toList();
  }

  @Test
  void isToldWhatCameOfItsRangesUntilTheyFit() {
    ScriptedTeacher teacher = teacher(items(10, 10), items(40, 40), items(9, 9));

    TeacherSearchResult result = find(teacher, 5);

    assertThat(result.ranges().orElseThrow().parameters().toString())
        .contains("name=item, kind=SIZE, low=40, high=40")
        .contains("name=value, kind=VALUE, low=10, high=300");
    MeasuredRanges first = result.trials().get(0).value().orElseThrow();
    assertThat(first.meanScore()).isCloseTo(21, within(1e-9));
    assertThat(first.spread()).isCloseTo(0, within(1e-9));
    assertThat(first.outcomes()).isEmpty();
    MeasuredRanges last = result.trials().get(1).value().orElseThrow();
    assertThat(last.meanScore()).isCloseTo(81, within(1e-9));
    assertThat(last.outcomes()).containsExactlyEntriesOf(Map.of("optimal", 4));
    assertThat(ScriptedTeacher.prompt(teacher.asked.get(0)))
        .contains("- item (size of a set): [3, 30], limits 2 and 240")
        .contains("from 75.00 to 125.00")
        .doesNotContain("last ranges");
    assertThat(ScriptedTeacher.prompt(teacher.asked.get(1)))
        .contains("Your last ranges were " + items(10, 10))
        .contains("mean complexity was 21.00, with a standard deviation of 0.00")
        .contains("none was solved");
  }

  /** The paper's loop ends without parameters after so many rounds. */
  @Test
  void endsAfterItsRounds() {
    ScriptedTeacher teacher = teacher(items(10, 10), items(3, 9), items(200, 240));

    TeacherSearchResult result = find(teacher, 3);

    assertThat(result.ranges()).isEmpty();
    assertThat(reasons(result)).containsExactly("none", "none", "none");
    assertThat(result.trials().get(1).value().orElseThrow().spread()).isPositive();
    assertThat(teacher.asked).hasSize(3);
  }

  @Test
  void instancesThatAreNotSolvedAreToldAndNotAccepted() {
    ProblemClass shares =
        ProblemClasses.ALL.stream()
            .filter(p -> p.name().equals("market_share"))
            .findFirst()
            .orElseThrow();
    MilpSolver weak = new MilpSolver(Engine.SCIP, new SolveLimits(1, Duration.ofMinutes(5)));
    ParameterSearch bisection = new ParameterSearch(SOLVER, ComplexityWeights.ONES, 4, 0, 3);
    String answer = json(bisection.find(shares, Tier.MEDIUM_EASY).ranges().orElseThrow());
    ScriptedTeacher teacher = teacher(answer, answer);

    TeacherSearchResult result =
        new TeacherSearch(teacher.asking(), weak, ComplexityWeights.ONES, 4, 1, 2, 3)
            .find(shares, Tier.MEDIUM_EASY);

    assertThat(result.ranges()).isEmpty();
    int unsolved =
        result.trials().get(0).value().orElseThrow().outcomes().getOrDefault("limit_reached", 0);
    assertThat(unsolved).isPositive();
    assertThat(ScriptedTeacher.prompt(teacher.asked.get(1)))
        .contains("- limit_reached: " + unsolved);
  }

  private static String json(ParameterRanges ranges) {
    return ranges.parameters().stream()
        .map(p -> "\"" + p.name() + "\": [" + p.low() + ", " + p.high() + "]")
        .collect(Collectors.joining(", ", "{", "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ranges; schema_violation",
        "{\"item\": [10, 20]}; schema_violation",
        "{\"item\": [10, 20, 30], \"value\": [1, 2], \"weight\": [1, 2]}; schema_violation",
        "{\"item\": [10.5, 20], \"value\": [1, 2], \"weight\": [1, 2]}; schema_violation",
        "{\"item\": [9, 9], \"value\": [1, 2], \"weight\": [1, 2], \"x\": [1, 2]}; schema_violation",
        "{\"item\": [20, 10], \"value\": [1, 2], \"weight\": [1, 2]}; out_of_range",
        "{\"item\": [10, 241], \"value\": [1, 2], \"weight\": [1, 2]}; out_of_range",
        "{\"item\": [1, 20], \"value\": [1, 2], \"weight\": [1, 2]}; out_of_range",
        "{\"item\": [9, 9], \"value\": [-1, 2], \"weight\": [1, 2]}; out_of_range",
        "{\"item\": [9, 99999999999], \"value\": [1, 2], \"weight\": [1, 2]}; out_of_range"
      })
  void whatIsNoRangesIsToldAndCostsARound(String answer, String reason) {
    ScriptedTeacher teacher = teacher(answer, items(40, 40));

    TeacherSearchResult result = find(teacher, 2);

    assertThat(reasons(result)).containsExactly(reason, "none");
    assertThat(result.ranges()).isPresent();
    assertThat(ScriptedTeacher.prompt(teacher.asked.get(1)))
        .contains("Your last answer could not be used: ");
  }

  @Test
  void aFailedRequestEndsTheSearch() {
    TeacherSearchResult result = find(teacher(items(9, 9), "FAIL", items(40, 40)), 5);

    assertThat(result.ranges()).isEmpty();
    assertThat(reasons(result)).containsExactly("none", "timed_out");
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThatThrownBy(() -> find(teacher(), 0)).hasMessage("rounds must be >= 1, got 0");
  }
}
