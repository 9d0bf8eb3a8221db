package org.winnow.pipelines.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.transforms.Amount;

class OverridesTest {
  private static final String[] RECIPE = {
    "name: a",
    "input: [{path: x.jsonl}]",
    "steps:",
    "  - select: {highest: a.b, keep: 30%}",
    "  - mix: {temperature: 1}",
    "  - dedup_exact: {}",
    "  - dedup_exact: {}"
  };

  @Test
  void setsByPositionInEitherWriting(@TempDir Path folder) throws Exception {
    assertEquals(
        "2%",
        read(folder, "steps[0].select.keep=2%").resolved().at("/steps/0/select/keep").asText());
    assertEquals(
        "3%",
        read(folder, "steps.0.select.keep=3%").resolved().at("/steps/0/select/keep").asText());
    assertEquals("y.jsonl", read(folder, "input[0].path=y.jsonl").input().get(0).written());
  }

  @Test
  void setsByTheNameOfAStep(@TempDir Path folder) throws Exception {
    Recipe recipe = read(folder, "steps.mix.temperature=4.5", "steps.mix.rows={rows: 9}");

    assertEquals(4.5, recipe.resolved().at("/steps/1/mix/temperature").asDouble());
    assertEquals(9, recipe.resolved().at("/steps/1/mix/rows/rows").asInt());
  }

  @Test
  void readsTheValueAsYaml(@TempDir Path folder) throws Exception {
    Recipe recipe =
        read(
            folder,
            "seed=42",
            "output={format: jsonl}",
            "max_rejected={rows: 3}",
            "input=[{path: a=b.jsonl}]");

    assertEquals(42, recipe.seed());
    assertEquals("jsonl", recipe.output().format().label());
    assertEquals(new Amount.Rows(3), recipe.maxRejected());
    assertEquals("a=b.jsonl", recipe.input().get(0).written());
  }

  @Test
  void makesASectionThatIsNotThereYet(@TempDir Path folder) throws Exception {
    Recipe recipe = read(folder, "model.checkpoint=builtin:reference", "model.device=cpu");

    assertEquals("cpu", recipe.model().orElseThrow().device().label());
  }

  @Test
  void theLastOfSeveralWins(@TempDir Path folder) throws Exception {
    assertEquals(2, read(folder, "seed=1", "seed=2").seed());
  }

  @Test
  void reportsPathsThatLeadNowhereWithTheOtherProblems(@TempDir Path folder) throws IOException {
    List<String> problems =
        problems(
            folder,
            "seed",
            "=1",
            "steps[9].select.keep=1%",
            "steps[9]=1",
            "steps.score.scorers=[loss]",
            "steps.dedup_exact.x=1",
            "name.first=a",
            "seed={",
            "sed=3");

    assertEquals(
        List.of(
            "--set seed: expected path=value",
            "--set =1: expected path=value",
            "--set steps[9].select.keep: the recipe has no '9' there",
            "--set steps[9]: the recipe has no '9' there",
            "--set steps.score.scorers: the recipe has no 'score' there",
            "--set steps.dedup_exact.x: the recipe has no 'dedup_exact' there",
            "--set name.first: the recipe has no 'name' there"),
        problems.subList(0, 7));
    assertTrue(problems.get(7).startsWith("--set seed: value is not YAML"), problems.get(7));
    assertTrue(problems.get(8).startsWith("sed: unknown key"), problems.get(8));
    assertEquals(9, problems.size());
  }

  @Test
  void aWrongValueIsReportedAtItsPlaceInTheRecipe(@TempDir Path folder) throws IOException {
    List<String> problems = problems(folder, "steps.select.keep=20");

    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith("steps[0].select.keep: "), problems.get(0));
    assertTrue(problems.get(0).endsWith("found 20"), problems.get(0));
  }

  private static Recipe read(Path folder, String... overrides) throws IOException, RecipeException {
    return RecipeReader.read(Fixtures.recipe(folder, RECIPE), List.of(overrides));
  }

  private static List<String> problems(Path folder, String... overrides) throws IOException {
    Path file = Fixtures.recipe(folder, RECIPE);
    return assertThrows(RecipeException.class, () -> RecipeReader.read(file, List.of(overrides)))
        .problems();
  }
}
