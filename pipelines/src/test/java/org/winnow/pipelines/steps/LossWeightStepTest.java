package org.winnow.pipelines.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.transforms.Scope;
import org.winnow.transforms.weigh.LossStrategy;
import org.winnow.transforms.weigh.LossWeighting;

class LossWeightStepTest {
  @Test
  void hasThePublishedDefaults(@TempDir Path folder) throws Exception {
    assertEquals(
        new LossWeightStep(
            "loss.mean", LossWeighting.of(LossStrategy.LIN_UPPER, .4), 1024, Scope.CORPUS),
        read(folder, "loss_weight: {}"));
  }

  @Test
  void readsEveryOption(@TempDir Path folder) throws Exception {
    assertEquals(
        new LossWeightStep(
            "x.y",
            new LossWeighting(LossStrategy.EXTREMES, 2, BigDecimal.ONE, new BigDecimal("99.5")),
            64,
            Scope.DOMAIN),
        read(
            folder,
            "loss_weight: {column: x.y, strategy: extremes, temperature: 2, group_rows: 64,"
                + " within: domain, clip: {low: 1%, high: 99.5%}}"));
  }

  @Test
  void saysEverythingThatIsWrong(@TempDir Path folder) {
    RecipeException refused =
        assertThrows(
            RecipeException.class,
            () ->
                read(
                    folder,
                    "loss_weight: {strategy: upper, temperature: 0, group_rows: 1,"
                        + " clip: {low: 0.01, high: 101%}}"));

    assertEquals(
        List.of(
            "steps[0].loss_weight.clip.low: expected a share from 0% to 100%, such as 1%, found"
                + " 0.01",
            "steps[0].loss_weight.clip.high: expected a share from 0% to 100%, such as 1%, found"
                + " '101%'",
            "steps[0].loss_weight.strategy: expected one of lin_upper, quadratic, extremes,"
                + " uniform, found 'upper'",
            "steps[0].loss_weight.temperature: expected a number above 0, found 0",
            "steps[0].loss_weight.group_rows: expected a whole number from 2 to 1000000, found 1"),
        refused.problems());
  }

  @Test
  void clipNeedsARange(@TempDir Path folder) {
    RecipeException refused =
        assertThrows(
            RecipeException.class,
            () -> read(folder, "loss_weight: {clip: {low: 60%, high: 40%}}"));

    assertEquals(
        List.of(
            "steps[0].loss_weight.clip: expected low below high, found"
                + " {\"low\":\"60%\",\"high\":\"40%\"}"),
        refused.problems());
  }

  private static StepSpec read(Path folder, String step) throws Exception {
    Path recipe =
        Fixtures.recipe(
            folder, "name: example", "input: [{path: x.jsonl}]", "steps:", "  - " + step);
    return RecipeReader.read(recipe, List.of()).steps().get(0).spec();
  }
}
