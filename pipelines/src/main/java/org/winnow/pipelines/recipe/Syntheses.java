package org.winnow.pipelines.recipe;

import java.nio.file.Path;
import org.winnow.pipelines.recipe.SynthesisRecipe.TeacherSection;

/** Reads the recipe of a synthesis: what all methods share, and the section of one. */
final class Syntheses {
  private Syntheses() {}

  /**
   * Reads a recipe.
   *
   * @param name the dataset's name
   * @param folder what paths are relative to
   */
  static SynthesisRecipe read(RecipeNode root, String name, Path folder) {
    root.allowKeys("name", "seed", "input", "held_out", "model", "train", "teacher", "llm2llm");
    long seed = root.get("seed").wholeOr(0, Long.MIN_VALUE, Long.MAX_VALUE);
    TeacherSection teacher = Teachers.read(root.get("teacher"), folder::resolve);
    return new SynthesisRecipe(
        name,
        Inputs.read(root.get("input"), folder),
        teacher,
        Llm2Llms.read(root, folder, seed, Teachers.parameters(root.get("teacher"), teacher, seed)));
  }
}
