package org.winnow.pipelines.recipe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.scorers.ModelSpec;
import org.winnow.transforms.Amount;

/**
 * What a user wants: where the data is, what is done with it, and what comes out.
 *
 * @param name names the dataset
 * @param seed of every random choice
 * @param input at least one
 * @param model the model that scores; empty if the recipe names none
 * @param steps in the order in which they are carried out
 * @param output what is written
 * @param maxRejected how many rows may be broken before nothing is published
 * @param expect what has to hold before a refreshed version is published
 * @param resolved the recipe as it was read, with the overrides of the command line
 */
public record Recipe(
    String name,
    long seed,
    List<InputSection> input,
    Optional<ModelSpec> model,
    List<StepSection> steps,
    OutputSection output,
    Amount maxRejected,
    Expectations expect,
    ObjectNode resolved) {
  private static final String STEPS = "steps";

  public Recipe {
    input = List.copyOf(input);
    steps = List.copyOf(steps);
  }

  /** The same recipe with only those steps that score; it may have none. */
  public Recipe scoringOnly() {
    List<StepSection> kept = new ArrayList<>();
    ObjectNode tree = resolved.deepCopy();
    ArrayNode keptInTree = tree.putArray(STEPS);
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).spec().scores()) {
        kept.add(steps.get(i));
        keptInTree.add(resolved.path(STEPS).path(i));
      }
    }
    return new Recipe(name, seed, input, model, kept, output, maxRejected, expect, tree);
  }
}
