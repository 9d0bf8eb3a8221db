package org.winnow.runners.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.recipe.Recipe;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What every command that works with a recipe takes. */
final class RecipeOptions {
  @Parameters(index = "0", paramLabel = "RECIPE", description = "The recipe, a YAML file.")
  private Path recipe = Path.of("recipe.yaml");

  @Mixin private CorpusOptions corpus = new CorpusOptions();

  /** Whether the recipe makes samples, and does not choose among some. */
  boolean isSynthesis() throws RecipeException, IOException {
    return RecipeReader.isSynthesis(recipe, corpus.overrides());
  }

  /** The recipe, where it is one that makes samples. */
  SynthesisRecipe synthesis() throws RecipeException, IOException {
    return RecipeReader.readSynthesis(recipe, corpus.overridesOfSynthesis());
  }

  /** The folder to publish to. */
  Path output(SynthesisRecipe read) {
    return corpus.output(read.name());
  }

  CurationPlan plan() throws RecipeException, DataException, IOException {
    Recipe read = RecipeReader.read(recipe, corpus.overrides());
    return corpus.plan(read, read.name());
  }
}
