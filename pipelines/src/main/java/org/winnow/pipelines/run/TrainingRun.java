package org.winnow.pipelines.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.TrainingRecipe;
import org.winnow.schemas.Sample;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.scorers.train.TrainingRecord;

/** Trains a model as a recipe says: the samples are held in memory, there is no pipeline. */
public final class TrainingRun {
  private final TrainingRecipe recipe;
  private final Path output;

  /**
   * A run.
   *
   * @param output the folder of the checkpoint to make
   */
  public TrainingRun(TrainingRecipe recipe, Path output) {
    this.recipe = recipe;
    this.output = output.toAbsolutePath().normalize();
  }

  /**
   * What came of it.
   *
   * @param record what happened in the training
   * @param broken rows of the input that are no samples, by reason
   */
  public record Outcome(TrainingRecord record, Map<String, Integer> broken) {}

  /**
   * Reads the samples, trains, and writes the checkpoint.
   *
   * @param progress is told every step that is taken now
   * @throws RecipeException if a path or the model is wrong
   * @throws DataException if there is nothing to train on
   * @throws IOException if a file cannot be read
   */
  public Outcome run(Consumer<StudentTrainer.Step> progress)
      throws RecipeException, DataException, IOException {
    Map<String, Integer> broken = new TreeMap<>();
    List<Sample> samples =
        SampleFiles.read(recipe.name(), recipe.input(), RunPaths.of(output), broken);
    if (samples.isEmpty()) {
      throw new DataException("the input holds no sound row; broken rows: " + broken);
    }
    try {
      TrainingRecord record =
          new StudentTrainer(recipe.model(), recipe.options()).train(samples, output, progress);
      return new Outcome(record, broken);
    } catch (CheckpointException e) {
      throw new RecipeException(
          "recipe " + recipe.name(), List.of("model.checkpoint: " + e.getMessage()));
    } catch (IllegalArgumentException e) {
      throw new DataException(String.valueOf(e.getMessage()));
    }
  }
}
