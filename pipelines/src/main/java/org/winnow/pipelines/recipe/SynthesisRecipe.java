package org.winnow.pipelines.recipe;

import java.util.List;
import java.util.Optional;
import org.winnow.scorers.ModelSpec;

/**
 * New samples that a user wants.
 *
 * @param name names the dataset
 * @param input what the method starts from, at least one input
 * @param teacher who is asked
 * @param method how samples are made
 */
public record SynthesisRecipe(
    String name, List<InputSection> input, TeacherSection teacher, MethodSection method) {
  public SynthesisRecipe {
    input = List.copyOf(input);
  }

  /** A way of making samples, with all that only this one needs. */
  public sealed interface MethodSection permits Llm2LlmSection, LemmaSection {}

  /**
   * The teacher of a recipe.
   *
   * @param checkpoint a checkpoint in this process; empty for a server
   * @param endpoint a server; empty for a checkpoint
   */
  public record TeacherSection(
      Optional<ModelSpec> checkpoint, Optional<EndpointSection> endpoint) {}
}
