package org.winnow.pipelines.steps;

import org.winnow.pipelines.recipe.RecipeNode;

/** Reads {@code baseline}: whether a step writes a twin of the output that chance has chosen. */
final class Baseline {
  /** The option's name. */
  static final String KEY = "baseline";

  /** How it is written. */
  static final OptionDoc DOC =
      new OptionDoc(
          KEY,
          "random",
          "",
          "Writes, beside the output, as many rows as are published, drawn by hash from the rows"
              + " that enter this step: what the steps from here on have to be better than.");

  private static final String RANDOM = "random";

  private Baseline() {}

  /** Whether a step's body asks for it. */
  static boolean read(RecipeNode body) {
    RecipeNode node = body.get(KEY);
    if (node.isPresent() && !node.text(RANDOM).equals(RANDOM)) {
      node.problem("expected " + RANDOM + ", found " + node.shown());
    }
    return node.isPresent();
  }
}
