package org.winnow.pipelines.recipe;

import java.util.List;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.train.TrainingOptions;

/** The student of a recipe. */
public sealed interface StudentSection {
  /**
   * One that is trained in this process, anew in each round.
   *
   * @param model what it starts from, and how it reads samples
   * @param training how it is trained
   */
  record Trained(ModelSpec model, TrainingOptions training) implements StudentSection {}

  /**
   * One whose answers are given.
   *
   * @param predictions rows of one question and its answer, at least one input
   */
  record Given(List<InputSection> predictions) implements StudentSection {
    public Given {
      predictions = List.copyOf(predictions);
    }
  }

  /**
   * One behind a server.
   *
   * @param server where it is, with a budget of its own
   * @param model what the server calls it
   */
  record Served(EndpointSection server, String model) implements StudentSection {}
}
