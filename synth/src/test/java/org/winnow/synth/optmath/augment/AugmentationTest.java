package org.winnow.synth.optmath.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.synth.optmath.ScriptedTeacher;
import org.winnow.synth.optmath.formulate.JsonFormulation;
import org.winnow.synth.optmath.pair.Flaw;
import org.winnow.synth.optmath.pair.Made;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.SolveLimits;
import org.winnow.synth.teacher.TeacherRequest;

class AugmentationTest {
  private static final MilpSolver SOLVER = new MilpSolver(Engine.SCIP, SolveLimits.STANDARD);
  private static final Original ORIGINAL = new Original("o", "Make at most 5 cups.");

  /** x within the bounds, as small or as great as possible: the optimum is a bound. */
  private static String model(String sense, String lower, String upper) {
    return String.format(
        Locale.ROOT,
        "{\"sense\": \"%s\", \"variables\": [{\"name\": \"x\", \"type\": \"continuous\", \"lower\":"
            + " %s, \"upper\": %s}], \"objective\": {\"terms\": [{\"coefficient\": 1,"
            + " \"variable\": \"x\"}], \"constant\": 0}, \"constraints\": []}",
        sense,
        lower,
        upper);
  }

  private static List<Made<Augmented>> augment(
      Function<TeacherRequest, String> rule, int variants, List<Original> originals) {
    ScriptedTeacher teacher = new ScriptedTeacher(rule);
    return new Augmentation(
            teacher.asking(), new JsonFormulation(teacher.asking(), 2), SOLVER, variants, 2)
        .augment(originals);
  }

  /** The answer's text for the new problem, and two models. */
  private static Made<Augmented> one(String text, String first, String second) {
    Function<TeacherRequest, String> rule =
        request -> {
          if (request.id().endsWith("/augment")) {
            return text;
          }
          return request.sample() == 0 ? first : second;
        };
    return augment(rule, 1, List.of(ORIGINAL)).get(0);
  }

  private static String reason(Made<Augmented> made) {
    return made.flaw().map(Flaw::reason).orElse("none");
  }

  @Test
  void whatAgreesIsKept() {
    Made<Augmented> made =
        one(" Make at most 7 cups.\n", model("maximize", "0", "7"), model("maximize", "null", "7"));

    Augmented augmented = made.value().orElseThrow();
    assertThat(augmented.id()).isEqualTo("o/0");
    assertThat(augmented.parent()).isEqualTo("o");
    assertThat(augmented.text()).isEqualTo("Make at most 7 cups.");
    assertThat(augmented.solution().objective()).isEqualTo(7);
    assertThat(augmented.model().variables().get(0).lower()).isZero();
    assertThat(made.exchanges())
        .extracting("step")
        .containsExactly("augment", "formulate", "formulate");
  }

  @ParameterizedTest
  @CsvSource({
    "maximize, 0, 7, maximize, 0, 7.000001, none",
    "maximize, 0, 7, maximize, 0, 7.00001, disagree",
    "maximize, 0, 7, maximize, 0, 7.3, disagree",
    "maximize, 0, 0, maximize, 0, 0, none",
    "maximize, 7, 7, minimize, 7, 7, other_sense",
    "maximize, 0, null, maximize, 0, null, not_optimal",
    "maximize, 0, 7, maximize, 0, null, not_optimal",
    "maximize, 0, 7, maximize, 8, 7, bounds"
  })
  void bothModelsDecide(
      String sense, String low, String high, String sense2, String low2, String high2, String why) {
    assertThat(reason(one("New.", model(sense, low, high), model(sense2, low2, high2))))
        .isEqualTo(why);
  }

  @Test
  void theFirstFlawCounts() {
    String good = model("maximize", "0", "7");
    assertThat(reason(one("make AT MOST 5 cups", good, good))).isEqualTo("unchanged");
    assertThat(reason(one("Keep x + y <= 5.", good, good))).isEqualTo("shows_formula");
    assertThat(reason(one("FAIL", good, good))).isEqualTo("timed_out");
    assertThat(reason(one("New.", "FAIL", "{}"))).isEqualTo("timed_out");
    assertThat(reason(one("New.", good, "{}"))).isEqualTo("schema_violation");
  }

  /** Nothing more is asked for a text that is of no use; variants with the same words are one. */
  @Test
  void repeatedVariantsAreRefusedByNumber() {
    List<Made<Augmented>> made =
        augment(
            request -> {
              if (!request.id().endsWith("/augment")) {
                return model("minimize", "3", "7");
              }
              return request.sample() == 1 ? "Other." : "New.";
            },
            3,
            List.of(ORIGINAL, new Original("p", "Sell plates.")));

    assertThat(made.stream().map(AugmentationTest::reason))
        .containsExactly("none", "none", "repeated", "none", "none", "repeated");
    assertThat(made.get(2).exchanges()).hasSize(1);
  }

  @Test
  void rulesAreDataInSevenGroupsAndAllAreDrawn() {
    ScriptedTeacher teacher = new ScriptedTeacher(request -> "FAIL");
    new Augmentation(teacher.asking(), problems -> List.of(), SOLVER, 300, 2)
        .augment(List.of(ORIGINAL));

    Set<String> drawn = new TreeSet<>();
    for (TeacherRequest request : teacher.asked) {
      drawn.add(ScriptedTeacher.prompt(request).split("\n", 3)[1]);
    }
    assertThat(drawn)
        .containsExactlyInAnyOrderElementsOf(
            AugmentationRules.ALL.stream().map(AugmentationRule::text).toList());
    assertThat(AugmentationRules.ALL.stream().map(AugmentationRule::group).distinct()).hasSize(7);
    assertThat(AugmentationRules.ALL.stream().map(AugmentationRule::name).distinct()).hasSize(20);
  }

  @Test
  void noProblemDependsOnTheOthers() {
    Function<TeacherRequest, String> rule =
        request -> {
          int bits = Math.floorMod(ScriptedTeacher.prompt(request).hashCode(), 5);
          if (request.id().endsWith("/augment")) {
            return bits == 0 ? "FAIL" : "New " + request.id();
          }
          return model("maximize", "0", bits < 3 ? "7" : "8");
        };
    List<Original> originals =
        IntStream.range(0, 30).mapToObj(i -> new Original("o" + i, "Text " + i)).toList();
    List<Made<Augmented>> alone = new ArrayList<>();
    originals.forEach(original -> alone.addAll(augment(rule, 2, List.of(original))));

    assertThat(augment(rule, 2, originals)).isEqualTo(alone);
    assertThat(alone.stream().map(AugmentationTest::reason))
        .contains("none", "timed_out", "disagree");
  }

  @Test
  void refusesFewerThanOneVariant() {
    ScriptedTeacher teacher = new ScriptedTeacher(request -> "not asked for");
    assertThatThrownBy(
            () -> new Augmentation(teacher.asking(), problems -> List.of(), SOLVER, 0, 0))
        .hasMessage("variants must be >= 1, got 0");
  }
}
