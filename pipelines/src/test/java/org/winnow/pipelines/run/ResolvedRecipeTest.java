package org.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeReader;

/** The recipe that a dataset carries is the recipe that made it. */
class ResolvedRecipeTest {
  @Test
  void canBeReadAgainWhenANameLooksLikeANumber(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("x.jsonl"), 2);
    CurationPlan plan =
        Fixtures.plan(folder, "name: '2024'", "input: [{path: x.jsonl, domain: '7'}]", "steps: []");
    new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();
    Path resolved = folder.resolve("out/_winnow/recipe.resolved.yaml");

    assertEquals(plan.recipe().resolved(), RecipeReader.read(resolved, List.of()).resolved());
    String head = Files.readString(folder.resolve("out/README.md")).split("(?m)^---$", 3)[1];
    assertEquals(true, new YAMLMapper().readTree(head).path("pretty_name").isTextual());
  }
}
