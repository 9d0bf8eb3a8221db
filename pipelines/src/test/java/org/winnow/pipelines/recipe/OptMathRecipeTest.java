package org.winnow.pipelines.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.synth.optmath.complexity.Tier;
import org.winnow.synth.optmath.pair.OptMathSettings;
import org.winnow.synth.optmath.problems.Parameter;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemClasses;
import org.winnow.synth.optmath.solve.SolveLimits;

class OptMathRecipeTest {
  @TempDir private Path folder = Path.of("");

  private OptMathSection read(String... lines) throws IOException, RecipeException {
    SynthesisRecipe recipe = RecipeReader.readSynthesis(Fixtures.recipe(folder, lines), List.of());
    assertThat(recipe.input()).isEmpty();
    OptMathSection section = (OptMathSection) recipe.method();
    assertThat(recipe.teacher().isPresent()).isEqualTo(section.asks());
    return section;
  }

  private List<String> problems(String... lines) throws IOException {
    Path file = Fixtures.recipe(folder, lines);
    return assertThrows(RecipeException.class, () -> RecipeReader.readSynthesis(file, List.of()))
        .problems();
  }

  @Test
  void readsAllKeys() throws IOException, RecipeException {
    OptMathSection section =
        read(
            "name: problems",
            "seed: 5",
            "optmath:",
            "  instances: 12",
            "  classes: [diet, knapsack]",
            "  tiers: [medium_hard, easy]",
            "  samples: 3",
            "  text: verbaliser",
            "  model: verbaliser",
            "  parameters: {knapsack: {item: [5, 10], weight: [2, 2]}}",
            "  solver: {seconds: 7, nodes: 99}");

    OptMathSettings settings = section.settings();
    assertThat(settings.seed()).isEqualTo(5);
    assertThat(settings.instances()).isEqualTo(12);
    assertThat(settings.classes())
        .extracting(ProblemClass::name)
        .containsExactly("diet", "knapsack");
    assertThat(settings.tiers()).containsExactly(Tier.MEDIUM_HARD, Tier.EASY);
    assertThat(settings.samples()).isEqualTo(3);
    assertThat(settings.ranges()).containsOnlyKeys("knapsack");
    assertThat(settings.ranges().values().iterator().next().parameters())
        .containsExactly(
            new Parameter("item", Parameter.Kind.SIZE, 5, 10),
            new Parameter("value", Parameter.Kind.VALUE, 10, 300),
            new Parameter("weight", Parameter.Kind.VALUE, 2, 2));
    assertThat(settings.limits()).isEqualTo(new SolveLimits(99, Duration.ofSeconds(7)));
    assertThat(section.text()).isEqualTo(OptMathSection.TextSource.VERBALISER);
    assertThat(section.model()).isEqualTo(OptMathSection.ModelSource.VERBALISER);
  }

  @Test
  void whatIsNotWrittenIsAsDocumented() throws IOException, RecipeException {
    OptMathSettings settings = read("name: problems", "optmath: {}").settings();

    assertThat(settings.instances()).isEqualTo(100);
    assertThat(settings.classes()).isEqualTo(ProblemClasses.ALL);
    assertThat(settings.tiers()).isEmpty();
    assertThat(settings.samples()).isEqualTo(5);
    assertThat(settings.ranges()).isEmpty();
    assertThat(settings.limits()).isEqualTo(new SolveLimits(20_000, Duration.ofMinutes(1)));
  }

  @Test
  void everyMistakeIsNamed() throws IOException {
    List<String> problems =
        problems(
            "name: problems",
            "input: [{path: a.jsonl}]",
            "optmath:",
            "  instances: 0",
            "  classes: [diet, sudoku, diet]",
            "  tiers: [easy, easy, brutal]",
            "  text: poet",
            "  model: guess",
            "  parameters:",
            "    knapsack: {item: [5], weight: [0, 5], items: [1, 2]}",
            "    sudoku: {a: [1, 2]}",
            "  solver: {hours: 1, nodes: 0}",
            "  wrong: 1");

    assertThat(problems)
        .contains(
            "optmath.classes[2]: expected each class once, found 'diet' again",
            "optmath.tiers[1]: expected each tier once, found 'easy' again",
            "optmath.text: expected one of verbaliser, teacher, found 'poet'",
            "optmath.model: expected one of verbaliser, json, lp, found 'guess'",
            "optmath.parameters.knapsack.item: expected two whole numbers, such as [5, 10], found"
                + " [5]",
            "optmath.parameters.knapsack.weight: parameter weight: expected a range within 1 and"
                + " 1000000, found 0 to 5",
            "optmath.parameters.knapsack.items: expected one of the parameters [item, value,"
                + " weight], found items")
        .anyMatch(found -> found.startsWith("input: is a key of llm2llm"))
        .anyMatch(found -> found.startsWith("optmath.instances: expected a whole number from 1"))
        .anyMatch(found -> found.startsWith("optmath.classes[1]: expected one of assignment, "))
        .anyMatch(found -> found.startsWith("optmath.tiers[2]: expected one of easy, medium_easy"))
        .anyMatch(found -> found.startsWith("optmath.parameters.sudoku: expected one of"))
        .anyMatch(found -> found.startsWith("optmath.solver.hours: unknown key"))
        .anyMatch(found -> found.startsWith("optmath.solver.nodes: expected a whole number"))
        .anyMatch(found -> found.startsWith("optmath.wrong: unknown key"))
        .hasSize(15);
  }

  @Test
  void aTeacherIsThereIfAndOnlyIfItIsAsked() throws IOException, RecipeException {
    String teacher = "teacher: {url: 'http://localhost/v1', model: m}";
    assertThat(problems("name: p", teacher, "optmath: {}"))
        .containsExactly(
            "teacher: is not asked; expected text: teacher, model: json or lp, or search: teacher");
    assertThat(problems("name: p", "optmath: {text: teacher, model: json}"))
        .containsExactly(
            "teacher: expected one, for text: teacher, model: json or lp and search: teacher;"
                + " found nothing");
    assertThat(problems("name: p", teacher, "optmath: {search: teacher}"))
        .containsExactly("optmath.search: expected tiers, whose parameters are looked for");
    assertThat(problems("name: p", teacher, "optmath: {text: teacher}"))
        .containsExactly(
            "optmath.model: expected json or lp for texts of a teacher; the verbaliser reads only"
                + " its own");
    assertThat(problems("name: p", teacher, "optmath: {model: lp, rounds: 2}"))
        .containsExactly("optmath.rounds: belongs to text: teacher");
    assertThat(problems("name: p", "optmath: {variants: 2}"))
        .containsExactly("optmath.variants: belongs to model: json and model: lp");
    assertThat(problems("name: p", "teacher: {rules: arithmetic}", "optmath: {model: json}"))
        .containsExactly(
            "teacher.rules: expected a checkpoint or a server; no rules know optimisation"
                + " problems");

    OptMathSection section =
        read("name: p", teacher, "optmath: {text: teacher, model: lp, rounds: 2, variants: 3}");
    assertThat(section.text()).isEqualTo(OptMathSection.TextSource.TEACHER);
    assertThat(section.model()).isEqualTo(OptMathSection.ModelSource.LP);
    assertThat(section.rounds()).isEqualTo(2);
    assertThat(section.variants()).isEqualTo(3);
    assertThat(section.parameters().model()).isEqualTo("m");
  }
}
