package org.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.recipe.InputSection;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.pipelines.recipe.TrainingRecipe;
import org.winnow.pipelines.run.Forecast;
import org.winnow.pipelines.run.SynthesisRun;

class ExamplesTest {
  @Test
  void everyExampleRecipeMakesAPlan(@TempDir Path folder) throws Exception {
    int syntheses = 0;
    int curations = 0;
    for (Path recipe : files("recipe.yaml")) {
      if (RecipeReader.isSynthesis(recipe, List.of())) {
        SynthesisRecipe read = RecipeReader.readSynthesis(recipe, List.of());
        SynthesisRun run = new SynthesisRun(read, folder.resolve(read.name()));
        assertEquals(Map.of(), run.plan().leftOut(), recipe.toString());
        syntheses++;
      } else {
        CurationPlan plan = plan(recipe, folder);
        assertTrue(plan.inputBytes() > 0, recipe.toString());
        assertFalse(plan.steps().isEmpty(), recipe.toString());
        curations++;
      }
    }
    assertTrue(syntheses >= 2 && curations >= 1);
  }

  @Test
  void theModelLikeTheBuiltInOneHasItsData() throws Exception {
    TrainingRecipe recipe =
        RecipeReader.readTraining(Path.of("examples/reference/train.yaml"), List.of());

    assertTrue(recipe.options().fromScratch());
    for (InputSection input : recipe.input()) {
      assertTrue(Files.exists(input.path()), input.written());
    }
  }

  private static List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("examples"))) {
      return files.filter(file -> file.endsWith(name)).toList();
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
