package org.winnow.pipelines.recipe;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a recipe, so that all of it is reported at once. */
public final class Problems {
  private final List<String> problems = new ArrayList<>();

  /**
   * Notes a problem.
   *
   * @param path where in the recipe, such as {@code steps[2].select.keep}
   * @param message what was found and what is allowed
   */
  public void add(String path, String message) {
    problems.add(path + ": " + message);
  }

  /** All problems so far, in the order in which they were found. */
  public List<String> all() {
    return List.copyOf(problems);
  }

  /** Ends here if there is any problem. */
  public void throwIfAny(String recipe) throws RecipeException {
    if (!problems.isEmpty()) {
      throw new RecipeException(recipe, problems);
    }
  }
}
