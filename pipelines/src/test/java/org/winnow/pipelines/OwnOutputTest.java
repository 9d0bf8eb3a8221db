package org.winnow.pipelines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.transforms.read.InputFile;

class OwnOutputTest {
  @Test
  void aSecondRunDoesNotReadWhatTheFirstWrote(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("x.jsonl"), 3);
    CurationPlan first = Fixtures.plan(folder, "name: a", "input: [{path: .}]", "steps: []");
    new CurationRun(first, Fixtures.launcher(), Fixtures.NOON).run();

    CurationPlan second = Fixtures.plan(folder, "name: a", "input: [{path: .}]", "steps: []");

    assertEquals(List.of("x.jsonl"), second.files().stream().map(InputFile::name).toList());
  }

  @Test
  void anInputInsideTheOutputIsRefused(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("x.jsonl"), 3);
    CurationPlan first = Fixtures.plan(folder, "name: a", "input: [{path: .}]", "steps: []");
    new CurationRun(first, Fixtures.launcher(), Fixtures.NOON).run();

    List<String> problems =
        assertThrows(
                RecipeException.class,
                () -> Fixtures.plan(folder, "name: a", "input: [{path: out/data}]", "steps: []"))
            .problems();

    assertEquals(1, problems.size(), problems.toString());
    assertTrue(problems.get(0).contains("inside the output"), problems.get(0));
  }

  @Test
  void noTwoFilesOfARunHaveOneName(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("a/x.jsonl"), 1);
    Fixtures.corpus(folder.resolve("b/x.jsonl"), 1);
    Fixtures.corpus(folder.resolve("c/a/x.jsonl"), 1);

    CurationPlan plan =
        Fixtures.plan(folder, "name: a", "input: [{path: a}, {path: b}, {path: c}]", "steps: []");

    assertEquals(3, plan.files().stream().map(InputFile::name).distinct().count());
  }
}
