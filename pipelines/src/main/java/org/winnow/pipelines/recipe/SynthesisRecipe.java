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
   * The teacher of a recipe. Without checkpoint and server it is one that goes by rules, {@link
   * org.winnow.synth.rule.ArithmeticTeacher}.
   *
   * @param checkpoint a checkpoint in this process, if it is that
   * @param endpoint a server, if it is that
   */
  public record TeacherSection(Optional<ModelSpec> checkpoint, Optional<EndpointSection> endpoint) {
    /** Whether rules answer, and no model. */
    public boolean goesByRules() {
      return checkpoint.isEmpty() && endpoint.isEmpty();
    }
  }
}
