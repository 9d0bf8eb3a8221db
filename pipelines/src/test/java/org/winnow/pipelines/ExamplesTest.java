package org.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.run.Forecast;

class ExamplesTest {
  @Test
  void everyExampleRecipeMakesAPlan(@TempDir Path folder) throws Exception {
    List<Path> recipes;
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      recipes = files.filter(file -> file.endsWith("recipe.yaml")).toList();
    }

    assertFalse(recipes.isEmpty());
    for (Path recipe : recipes) {
      CurationPlan plan = plan(recipe, folder);
      assertTrue(plan.inputBytes() > 0, recipe.toString());
      assertFalse(plan.steps().isEmpty(), recipe.toString());
    }
  }

  @Test
  void theQuickstartHasNoBrokenRow(@TempDir Path folder) throws Exception {
    Forecast forecast =
        Forecast.of(plan(Path.of("examples/quickstart/recipe.yaml"), folder), Fixtures.launcher());

    assertEquals(0, forecast.invalid().values().stream().mapToLong(Long::longValue).sum());
  }

  private static CurationPlan plan(Path recipe, Path folder) throws Exception {
    return CurationPlan.of(
        RecipeReader.read(recipe, List.of()), RunPaths.of(folder.resolve("out")), Optional.empty());
  }
}
