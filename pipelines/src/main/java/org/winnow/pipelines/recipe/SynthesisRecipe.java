package org.winnow.pipelines.recipe;

import java.util.List;
import java.util.Optional;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.train.TrainingOptions;
import org.winnow.synth.llm2llm.Llm2LlmOptions;
import org.winnow.synth.llm2llm.TaskTemplate;

/**
 * New samples that a user wants.
 *
 * @param name names the dataset
 * @param input the seeds, at least one input
 * @param heldOut items that a student is measured on and that nothing may repeat; may be empty
 * @param model what students start from, and how they read samples
 * @param training how they are trained
 * @param answerTokens most tokens of a student's answer
 * @param teacher who writes new items
 * @param task what kind of items they are
 * @param options how rounds go
 */
public record SynthesisRecipe(
    String name,
    List<InputSection> input,
    List<InputSection> heldOut,
    ModelSpec model,
    TrainingOptions training,
    int answerTokens,
    TeacherSection teacher,
    TaskTemplate task,
    Llm2LlmOptions options) {
  public SynthesisRecipe {
    input = List.copyOf(input);
    heldOut = List.copyOf(heldOut);
  }

  /**
   * The teacher of a recipe.
   *
   * @param checkpoint a checkpoint in this process; empty for a server
   * @param endpoint a server; empty for a checkpoint
   */
  public record TeacherSection(
      Optional<ModelSpec> checkpoint, Optional<EndpointSection> endpoint) {}
}
