package org.winnow.pipelines.recipe;

import java.util.List;
import java.util.Optional;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.train.TrainingOptions;
import org.winnow.synth.llm2llm.TaskTemplate;

/**
 * A comparison that a user wants: is a model that learns from a curated set better than one that
 * learns from as many rows by chance, and than one that learns from everything?
 *
 * @param name names the trial
 * @param seed of all draws
 * @param curated the set that was chosen
 * @param everything what it was chosen from
 * @param heldOut what models are measured on
 * @param model what every training starts from
 * @param training how they are trained; each repetition has a seed of its own
 * @param repetitions trainings of each arm, from 1
 * @param task how answers are asked for and compared; empty to measure the loss only
 * @param answerTokens most tokens of an answer
 */
public record TrialRecipe(
    String name,
    long seed,
    List<InputSection> curated,
    List<InputSection> everything,
    List<InputSection> heldOut,
    ModelSpec model,
    TrainingOptions training,
    int repetitions,
    Optional<TaskTemplate> task,
    int answerTokens) {
  public TrialRecipe {
    curated = List.copyOf(curated);
    everything = List.copyOf(everything);
    heldOut = List.copyOf(heldOut);
  }
}
