package org.winnow.pipelines.refresh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.PipelineFailedException;

/** A recipe that somebody edits while a refresh is at work. */
class EditedRecipeTest {
  @TempDir private Path folder = Path.of("");

  private Path write(int seed) throws IOException {
    return Fixtures.recipe(
        folder,
        "name: edited",
        "seed: " + seed,
        "input: [{path: in/}]",
        "steps: [{dedup_exact: {}}]",
        "output: {format: jsonl}");
  }

  private void edit() {
    try {
      write(8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refreshes by the recipe as it stands; {@code meanwhile} happens when all is planned. */
  private RefreshOutcome refresh(Runnable meanwhile) throws Exception {
    Launcher launcher = Fixtures.leanLauncher();
    Launcher disturbed =
        new Launcher() {
          @Override
          public Pipeline create() {
            return launcher.create();
          }

          @Override
          public void run(Pipeline pipeline) throws PipelineFailedException {
            meanwhile.run();
            launcher.run(pipeline);
          }
        };
    RefreshRun.Options options =
        new RefreshRun.Options(
            OptionalInt.empty(), plan -> disturbed, Clock.systemUTC(), "test", plan -> {});
    return new RefreshRun(
            RecipeReader.read(folder.resolve("recipe.yaml"), List.of()),
            folder.resolve("dataset"),
            options)
        .run();
  }

  private String resolved() throws IOException {
    return Files.readString(folder.resolve("dataset/latest/_winnow/recipe.resolved.yaml"));
  }

  @Test
  void aRefreshFollowsTheRecipeItReadAndTheNextOneTheEdit() throws Exception {
    write(7);
    Files.createDirectories(folder.resolve("in"));
    Files.write(
        folder.resolve("in/rows.jsonl"),
        List.of(Fixtures.row("One?"), Fixtures.row("Two?"), Fixtures.row("Three?")));

    assertThat(refresh(this::edit)).isInstanceOf(RefreshOutcome.Published.class);
    assertThat(resolved()).contains("seed: 7").doesNotContain("seed: 8");

    assertThat(refresh(() -> {})).isInstanceOf(RefreshOutcome.Published.class);
    assertThat(resolved()).contains("seed: 8");
    assertThat(new Versions(folder.resolve("dataset")).numbers()).containsExactly(1, 2);

    assertThat(refresh(() -> {})).isInstanceOf(RefreshOutcome.Unchanged.class);
  }
}
