package org.winnow.runners.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.recipe.Recipe;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.refresh.RefreshRun;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is refreshed, by which recipe, and where the work is done. */
final class RefreshOptions {
  @Parameters(index = "0", paramLabel = "RECIPE", description = "The recipe, a YAML file.")
  private Path recipe = Path.of("recipe.yaml");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "The dataset: versions stand in DIR/versions, DIR/latest is the one to read (default:"
              + " named after the recipe).")
  private @Nullable Path output;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Change the recipe, as in --set expect.min_rows=1000.")
  private List<String> overrides = List.of();

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Delete all but the N newest versions; the latest stays (default: keep all).")
  private @Nullable Integer keep;

  @Mixin private RunnerOptions runner = new RunnerOptions();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  /** Checks what can be checked without a recipe. */
  void check() {
    if (keep != null && keep < 1) {
      throw new ParameterException(
          spec.commandLine(), "--keep: expected at least 1, found " + keep);
    }
    runner.check(spec.commandLine());
  }

  /** The recipe as it stands in its file now. */
  Recipe recipe() throws RecipeException, IOException {
    return RecipeReader.read(recipe, overrides);
  }

  Path dataset(Recipe read) {
    return output == null ? Path.of(read.name()) : output;
  }

  RunnerOptions runner() {
    return runner;
  }

  /** A refresh which says what changed before it does anything about it. */
  RefreshRun refresh(Recipe read, Path dataset) {
    PrintWriter out = spec.commandLine().getOut();
    return new RefreshRun(
        read,
        dataset,
        new RefreshRun.Options(
            keep == null ? OptionalInt.empty() : OptionalInt.of(keep),
            plan -> runner.shown(plan, spec.commandLine()),
            Clock.systemUTC(),
            ThisProcess.name(),
            plan -> RefreshTable.print(plan, dataset, out)));
  }
}
