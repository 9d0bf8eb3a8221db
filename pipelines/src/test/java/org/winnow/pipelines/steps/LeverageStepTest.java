package org.winnow.pipelines.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.pipelines.run.RunReport;

class LeverageStepTest {
  private static final String SCORE = "  - score: {scorers: [{gradient_sketch: {width: 16}}]}";
  private static final List<String> TEXT =
      List.of("text.tokens", "text.response_tokens", "text.truncated");

  @Test
  void theFeaturesLeaveTheDatasetUnlessTheyAreKept(@TempDir Path folder) throws Exception {
    CurationPlan dropped = plan(folder, SCORE, "  - leverage: {}");
    CurationPlan kept = plan(folder, SCORE, "  - leverage: {keep_features: true}");

    assertEquals(
        Stream.concat(TEXT.stream(), Stream.of("leverage.score")).toList(), dropped.scoreColumns());
    assertEquals(TEXT.size() + 16 + 1, kept.scoreColumns().size());
    assertTrue(kept.scoreColumns().contains("gradient_sketch.015"));
  }

  @Test
  void selectsTheRowsOfHighestLeverage(@TempDir Path folder) throws Exception {
    CurationPlan plan =
        plan(folder, SCORE, "  - leverage: {}", "  - select: {highest: leverage.score, keep: 30%}");

    RunReport report = new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();

    assertEquals(3, report.rowsWritten()); // 30 % of 10
    String card = Files.readString(folder.resolve("out/README.md"));
    assertTrue(card.contains("leverage.score"), card);
    assertFalse(card.contains("gradient_sketch.000"), card);
  }

  @Test
  void saysWhichScorerIsMissing(@TempDir Path folder) {
    RecipeException refused =
        assertThrows(
            RecipeException.class,
            () -> plan(folder, "  - score: {scorers: [loss]}", "  - leverage: {}"));

    assertEquals(
        List.of(
            "steps[1].leverage: no step before this one adds columns whose names begin with"
                + " 'gradient_sketch.'; add gradient_sketch to the scorers of a score step, and"
                + " keep_features: true to the steps between that use them"),
        refused.problems());
  }

  @Test
  void namesWhatIsWrittenWrongly(@TempDir Path folder) {
    RecipeException refused =
        assertThrows(
            RecipeException.class,
            () -> plan(folder, SCORE, "  - leverage: {normalize: 1, ridge: 0, features: [a]}"));

    assertEquals(
        List.of(
            "steps[1].leverage.features: expected the beginning of column names, found [\"a\"]",
            "steps[1].leverage.normalize: expected true or false, found 1",
            "steps[1].leverage.ridge: expected a number above 0, found 0"),
        refused.problems());
  }

  private static CurationPlan plan(Path folder, String... steps) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 10);
    List<String> head =
        List.of(
            "name: scored",
            "input: [{path: data}]",
            "model: {checkpoint: builtin:reference, max_tokens: 128, device: cpu}",
            "steps:");
    return Fixtures.plan(
        folder, Stream.concat(head.stream(), Stream.of(steps)).toArray(String[]::new));
  }
}
