package org.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.transforms.read.InputFile;

class CurationPlanTest {
  private static final String MODEL =
      "model: {checkpoint: builtin:reference, max_tokens: 128, device: cpu}";

  @Test
  void listsTheFilesOfAFolderByNameRelativeToIt(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/b.jsonl"), 1);
    Fixtures.corpus(folder.resolve("data/sub/a.jsonl"), 1);
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 1);
    Files.writeString(folder.resolve("data/notes.txt"), "no data");
    Fixtures.corpus(folder.resolve("data/.hidden.jsonl"), 1);

    CurationPlan plan =
        Fixtures.plan(folder, "name: a", "input: [{path: data/, domain: d}]", "steps: []");

    assertEquals(List.of("a.jsonl", "b.jsonl", "sub/a.jsonl"), names(plan));
    assertEquals("d", plan.files().get(0).domain());
    assertEquals(Files.size(folder.resolve("data/a.jsonl")), plan.files().get(0).bytes());
  }

  @Test
  void addsTheColumnsOfTheStepsInTheirOrder(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("x.jsonl"), 1);

    CurationPlan plan =
        Fixtures.plan(
            folder,
            "name: a",
            "input: [{path: x.jsonl}]",
            MODEL,
            "steps:",
            "  - score: {scorers: [el2n]}",
            "  - select: {topsis: {minimize: [el2n.mean]}, keep: 50%}",
            "  - select: {highest: topsis.closeness, keep: 50%}");

    assertEquals(
        List.of(
            "text.tokens",
            "text.response_tokens",
            "text.truncated",
            "el2n.mean",
            "topsis.closeness"),
        plan.scoreColumns());
  }

  @Test
  void reportsAColumnThatIsAddedOnlyLaterOrNever(@TempDir Path folder) throws IOException {
    Fixtures.corpus(folder.resolve("x.jsonl"), 1);

    List<String> problems =
        problems(
            folder,
            "name: a",
            "input: [{path: x.jsonl}]",
            MODEL,
            "steps:",
            "  - select: {highest: loss.mean, keep: 50%}",
            "  - score: {scorers: [loss]}",
            "  - select: {topsis: {maximize: [loss.men], minimize: [loss.mean]}, keep: 50%}");

    assertEquals(2, problems.size(), problems.toString());
    assertTrue(problems.get(0).startsWith("steps[0].select"), problems.get(0));
    assertTrue(problems.get(0).contains("'loss.mean'"), problems.get(0));
    assertTrue(problems.get(1).startsWith("steps[2].select"), problems.get(1));
    assertTrue(problems.get(1).contains("'loss.men'"), problems.get(1));
    assertTrue(problems.get(1).contains("loss.mean, loss.perplexity"), problems.get(1));
  }

  @Test
  void reportsMissingFilesAndTheMissingCheckpointTogether(@TempDir Path folder) throws IOException {
    List<String> problems =
        problems(
            folder,
            "name: a",
            "input: [{path: x.jsonl}, {path: absent/*.jsonl}]",
            "model: {checkpoint: models/none}",
            "steps: [{score: {scorers: [loss]}}]");

    assertEquals(3, problems.size(), problems.toString());
    assertTrue(problems.get(0).startsWith("input[0].path: "), problems.get(0));
    assertTrue(problems.get(0).endsWith("x.jsonl"), problems.get(0));
    assertTrue(problems.get(1).startsWith("input[1].path: "), problems.get(1));
    assertTrue(problems.get(2).startsWith("model.checkpoint: "), problems.get(2));
    assertTrue(problems.get(2).contains("none"), problems.get(2));
  }

  @Test
  void scoringNeedsAModel(@TempDir Path folder) throws IOException {
    Fixtures.corpus(folder.resolve("x.jsonl"), 1);

    List<String> problems =
        problems(
            folder, "name: a", "input: [{path: x.jsonl}]", "steps: [{score: {scorers: [loss]}}]");

    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith("steps[0].score: scoring needs a model"));
  }

  @Test
  void refusesToReadAFileTwice(@TempDir Path folder) throws IOException {
    Fixtures.corpus(folder.resolve("data/x.jsonl"), 1);

    List<String> problems =
        problems(folder, "name: a", "input: [{path: data/x.jsonl}, {path: data}]", "steps: []");

    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).startsWith("input[1].path: "), problems.get(0));
    assertTrue(problems.get(0).endsWith("is listed twice"), problems.get(0));
  }

  @Test
  void refusesAFolderWithoutData(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("data"));

    DataException refused =
        assertThrows(
            DataException.class,
            () -> Fixtures.plan(folder, "name: a", "input: [{path: data}]", "steps: []"));

    assertTrue(
        String.valueOf(refused.getMessage()).contains("no file to read in input[0].path (data);"));
  }

  @Test
  void sharesALimitEvenlyAmongFiles(@TempDir Path folder) throws Exception {
    for (String name : List.of("a", "b", "c")) {
      Fixtures.corpus(folder.resolve("data/" + name + ".jsonl"), 20);
    }

    assertEquals("a.jsonl 4, b.jsonl 3, c.jsonl 3", limited(folder, 10));
    assertEquals("a.jsonl 1, b.jsonl 1", limited(folder, 2));
  }

  @Test
  void keepsItsThingsBesideTheDataset(@TempDir Path folder) {
    RunPaths paths = RunPaths.of(folder.resolve("a/../out"));

    assertEquals(folder.resolve("out"), paths.output());
    assertEquals(folder.resolve("out.winnow/staging"), paths.stagings());
    assertEquals(folder.resolve("out.winnow/store"), paths.store());
    assertEquals(folder.resolve("s"), paths.withStore(folder.resolve("s")).store());
    assertThrows(IllegalArgumentException.class, () -> RunPaths.of(Path.of("/")));
  }

  private static String limited(Path folder, long limit) throws Exception {
    Path recipe = Fixtures.recipe(folder, "name: a", "input: [{path: data}]", "steps: []");
    CurationPlan plan =
        CurationPlan.of(
            RecipeReader.read(recipe, List.of()),
            RunPaths.of(folder.resolve("out")),
            Optional.of(limit));
    return plan.files().stream()
        .map(file -> file.name() + " " + file.maxRows())
        .collect(Collectors.joining(", "));
  }

  private static List<String> names(CurationPlan plan) {
    return plan.files().stream().map(InputFile::name).toList();
  }

  private static List<String> problems(Path folder, String... lines) {
    return assertThrows(RecipeException.class, () -> Fixtures.plan(folder, lines)).problems();
  }
}
