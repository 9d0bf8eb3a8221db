package org.winnow.pipelines.recipe;

import java.util.List;
import org.winnow.synth.llm2llm.Llm2LlmOptions;
import org.winnow.synth.llm2llm.TaskTemplate;

/**
 * LLM2LLM in a recipe; the recipe's input are the seeds.
 *
 * @param heldOut items that a student is measured on and that nothing may repeat; may be empty
 * @param student who is weak where items are wanted
 * @param answerTokens most tokens of a student's answer
 * @param task what kind of items are wanted
 * @param options how rounds go
 */
public record Llm2LlmSection(
    List<InputSection> heldOut,
    StudentSection student,
    int answerTokens,
    TaskTemplate task,
    Llm2LlmOptions options)
    implements SynthesisRecipe.MethodSection {
  public Llm2LlmSection {
    heldOut = List.copyOf(heldOut);
  }

  @Override
  public List<EndpointSection> servers() {
    return student instanceof StudentSection.Served served ? List.of(served.server()) : List.of();
  }
}
