package org.winnow.pipelines.recipe;

import java.util.List;

/** A recipe cannot be carried out as it is written; carries every problem that was found. */
public final class RecipeException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  /**
   * The problems of a recipe.
   *
   * @param recipe what the recipe is called in messages
   * @param problems at least one, each with its path in the recipe
   */
  public RecipeException(String recipe, List<String> problems) {
    super(
        recipe
            + (problems.size() == 1 ? " has a problem:" : " has " + problems.size() + " problems:")
            + "\n  "
            + String.join("\n  ", problems));
    this.problems = List.copyOf(problems);
  }

  /** Each problem, as path and message. */
  public List<String> problems() {
    return problems;
  }
}
