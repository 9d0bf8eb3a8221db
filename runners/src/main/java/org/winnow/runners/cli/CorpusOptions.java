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
import picocli.CommandLine.Option;

/** What is read and where the result goes, for every command that makes a plan. */
final class CorpusOptions {
  @Option(
      names = "--input",
      paramLabel = "DIR",
      description = "Read this file, glob or folder in place of the recipe's input.")
  private @Nullable Path input;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Publish to this folder (default: named after the recipe, in this folder).")
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

  /** Whether the command line names an input. */
  boolean hasInput() {
    return input != null;
  }

  /** The changes that the command line makes to a recipe, in order. */
  List<String> overrides() {
    List<String> all = new ArrayList<>();
    if (input != null) {
      all.add("input=" + inputOf(input));
    }
    all.addAll(overrides);
    return all;
  }

  /** The same for a recipe that makes samples, which knows no scores and reads all rows. */
  List<String> overridesOfSynthesis() throws RecipeException {
    if (limit != null || store != null) {
      throw new RecipeException(
          "command line",
          List.of("--limit and --store are for recipes with steps, found a recipe with a teacher"));
    }
    return overrides();
  }

  /**
   * The folder to publish to.
   *
   * @param name of the folder if the command line names none
   */
  Path output(String name) {
    return output == null ? Path.of(name) : output;
  }

  /**
   * The plan of a recipe that was read with {@link #overrides}.
   *
   * @param name of the folder to publish to if the command line names none
   */
  CurationPlan plan(Recipe recipe, String name) throws RecipeException, DataException, IOException {
    if (limit != null && limit < 1) {
      throw new RecipeException(
          "command line", List.of("--limit: expected at least 1, found " + limit));
    }
    RunPaths paths = RunPaths.of(output(name));
    if (store != null) {
      paths = paths.withStore(store);
    }
    return CurationPlan.of(recipe, paths, Optional.ofNullable(limit));
  }

  /** One input, as YAML. */
  static String inputOf(Path path) {
    return "[{path: " + quoted(path.toAbsolutePath().toString()) + "}]";
  }

  /** A text, as YAML. */
  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
