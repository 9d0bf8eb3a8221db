package org.winnow.pipelines.run;

import java.io.IOException;
import java.util.List;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.synth.teacher.AnswerCache;
import org.winnow.synth.teacher.Teacher;
import org.winnow.synth.teacher.TeacherSettings;

/** A way of making samples whose recipe and inputs are known to be good. */
interface SynthesisMethod {
  /**
   * Makes samples and writes the dataset.
   *
   * @param teacher remembers its answers; stays the caller's
   * @param cache where a student's answers are kept too
   * @param files of the dataset
   * @throws org.winnow.synth.teacher.TeacherUnavailableException if the teacher cannot be asked
   * @throws RecipeException if a server's key is not in the environment
   * @throws DataException if a student's answers do not allow the method
   * @throws IOException if a file cannot be written
   */
  SynthesisReport run(Teacher teacher, AnswerCache cache, SynthesisFiles files)
      throws RecipeException, DataException, IOException;

  /**
   * What would be asked; asks, trains and writes nothing.
   *
   * @param settings of the teacher
   * @param cache answers that are known
   */
  SynthesisForecast forecast(TeacherSettings settings, AnswerCache cache);

  /** Looks whether a recipe's {@code model} can be used, before anything is done. */
  static void requireModel(String recipe, String checkpoint) throws RecipeException {
    try {
      Checkpoint.inspect(checkpoint);
    } catch (CheckpointException e) {
      throw new RecipeException("recipe " + recipe, List.of("model.checkpoint: " + e.getMessage()));
    }
  }
}
