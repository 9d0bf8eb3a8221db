package org.winnow.runners.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.Recipe;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that works with a recipe takes. */
final class RecipeOptions {
  @Parameters(index = "0", paramLabel = "RECIPE", description = "The recipe, a YAML file.")
  private Path recipe = Path.of("recipe.yaml");

  @Option(
      names = "--input",
      paramLabel = "DIR",
      description = "Read this file, glob or folder in place of the recipe's input.")
  private @Nullable Path input;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Publish to this folder (default: the recipe's name, in this folder).")
  private @Nullable Path output;

  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "Keep known scores in this folder (default: OUTPUT.winnow/store).")
  private @Nullable Path store;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Read at most N rows, taken evenly from the start of every file.")
  private @Nullable Long limit;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Change the recipe, as in --set steps.select.keep=20%%.")
  private List<String> overrides = new ArrayList<>();

  Recipe recipe() throws RecipeException, IOException {
    List<String> all = new ArrayList<>();
    if (input != null) {
      all.add("input=[{path: " + quoted(input.toAbsolutePath().toString()) + "}]");
    }
    all.addAll(overrides);
    return RecipeReader.read(recipe, all);
  }

  CurationPlan plan() throws RecipeException, DataException, IOException {
    if (limit != null && limit < 1) {
      throw new RecipeException(
          "command line", List.of("--limit: expected at least 1, found " + limit));
    }
    Recipe read = recipe();
    RunPaths paths = RunPaths.of(output == null ? Path.of(read.name()) : output);
    if (store != null) {
      paths = paths.withStore(store);
    }
    return CurationPlan.of(read, paths, Optional.ofNullable(limit));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
