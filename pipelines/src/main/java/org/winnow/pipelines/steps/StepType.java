package org.winnow.pipelines.steps;

import java.util.List;
import java.util.function.Function;
import org.winnow.pipelines.recipe.RecipeNode;

/**
 * A step that recipes can name.
 *
 * @param name the key in a recipe, snake_case
 * @param summary what the step does, in one sentence
 * @param options the keys of its body
 * @param example one entry of {@code steps}, as YAML
 * @param reader reads the body, noting problems in place
 */
public record StepType(
    String name,
    String summary,
    List<OptionDoc> options,
    String example,
    Function<RecipeNode, StepSpec> reader) {
  public StepType {
    options = List.copyOf(options);
  }

  /** Reads the body of a step of this type. */
  public StepSpec read(RecipeNode body) {
    return reader.apply(body);
  }
}
