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

/** Values of a wrong kind that must be a problem with a path. */
class OverlookedMistakesTest {
  private static final String INPUT = "input: [{path: x.jsonl}]";

  @Test
  void aTokenLimitBelowTheLeastOne(@TempDir Path folder) {
    assertProblem(
        "model.max_tokens",
        folder,
        "name: a",
        INPUT,
        "model: {checkpoint: builtin:reference, max_tokens: 4}",
        "steps: []");
  }

  @Test
  void weightsThatAreNoMapping(@TempDir Path folder) {
    assertProblem(
        "steps[0].select.topsis.weights",
        folder,
        "name: a",
        INPUT,
        "steps: [{select: {keep: 10%, topsis: {maximize: [a.b, a.c], weights: [2, 1]}}}]");
  }

  @Test
  void scorerOptionsThatAreNoMapping(@TempDir Path folder) {
    assertProblem(
        "steps[0].score.scorers[0].spectrum",
        folder,
        "name: a",
        INPUT,
        "steps: [{score: {scorers: [{spectrum: per_layer}]}}]");
  }

  @Test
  void keepingMoreThanAllRows(@TempDir Path folder) {
    assertProblem(
        "steps[0].select.keep",
        folder,
        "name: a",
        INPUT,
        "steps: [{select: {highest: a.b, keep: 130%}}]");
  }

  @Test
  void aWholeStepCanBeSetByItsName(@TempDir Path folder) throws Exception {
    Path file = Fixtures.recipe(folder, "name: a", INPUT, "steps: [{mix: {temperature: 1}}]");

    Recipe recipe = RecipeReader.read(file, List.of("steps.mix={temperature: 3}"));

    assertEquals(3, recipe.resolved().at("/steps/0/mix/temperature").asInt());
  }

  @Test
  void aBoundOfContaminationThatNothingCanReach(@TempDir Path folder) throws Exception {
    String step = "steps: [{decontaminate: {benchmarks: [{name: b, path: b.jsonl}]%s}}]";
    String expect = "expect: {max_contamination: 1%}";
    assertProblem("expect.max_contamination", folder, "name: a", INPUT, "steps: []", expect);
    assertProblem(
        "expect.max_contamination",
        folder,
        "name: a",
        INPUT,
        step.formatted(", action: tag"),
        expect);

    Recipe recipe = read(folder, "name: a", INPUT, step.formatted(""), expect);
    assertEquals(1, recipe.expect().maxContamination().orElseThrow().intValueExact());
  }

  private static void assertProblem(String path, Path folder, String... lines) {
    List<String> problems =
        assertThrows(RecipeException.class, () -> read(folder, lines)).problems();

    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).startsWith(path + ": "), problems.get(0));
  }

  private static Recipe read(Path folder, String... lines) throws IOException, RecipeException {
    return RecipeReader.read(Fixtures.recipe(folder, lines), List.of());
  }
}
