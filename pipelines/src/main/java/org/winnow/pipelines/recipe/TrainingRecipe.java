package org.winnow.pipelines.recipe;

import java.util.List;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.train.TrainingOptions;

/**
 * A training that a user wants: from which model, on which data, and how.
 *
 * @param name names the checkpoint
 * @param input at least one
 * @param model what the training starts from, and how it reads samples
 * @param options how it is trained
 */
public record TrainingRecipe(
    String name, List<InputSection> input, ModelSpec model, TrainingOptions options) {
  public TrainingRecipe {
    input = List.copyOf(input);
  }
}
