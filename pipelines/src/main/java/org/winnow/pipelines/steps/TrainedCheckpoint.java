package org.winnow.pipelines.steps;

import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.checkpoint.Checkpoint;
import org.winnow.scorers.checkpoint.CheckpointException;

/**
 * One of the checkpoints of a training, as a recipe writes it.
 *
 * @param where its place in the recipe, for messages
 * @param written the checkpoint: one that is built in, or a folder
 * @param learningRate the learning rate of the training there, above 0
 */
record TrainedCheckpoint(String where, String written, double learningRate) {
  /** Reads a list of checkpoints, which must not be empty. */
  static List<TrainedCheckpoint> readAll(RecipeNode list) {
    List<TrainedCheckpoint> checkpoints = new ArrayList<>();
    List<RecipeNode> items =
        list.items("checkpoints, each such as {checkpoint: ckpt-100, learning_rate: 2e-5}");
    if (items.isEmpty() && list.isList()) {
      list.problem("expected at least one checkpoint");
    }
    for (RecipeNode item : items) {
      if (item.expectMapping("a mapping such as {checkpoint: ckpt-100, learning_rate: 2e-5}")) {
        item.allowKeys("checkpoint", "learning_rate");
        checkpoints.add(
            new TrainedCheckpoint(
                item.path(),
                item.get("checkpoint").text("builtin:reference or the folder of a checkpoint"),
                item.get("learning_rate").positive()));
      }
    }
    return List.copyOf(checkpoints);
  }

  /**
   * What each checkpoint scores with; notes every problem, and is empty if there is any.
   *
   * @param reading tells how samples are read: longest sample, device
   */
  static List<ScoringPlan> plans(
      List<TrainedCheckpoint> checkpoints,
      ScorerConfig scorer,
      ModelSpec reading,
      PlanContext context) {
    List<ScoringPlan> plans = new ArrayList<>();
    for (TrainedCheckpoint checkpoint : checkpoints) {
      checkpoint.plan(scorer, reading, plans.stream().findFirst(), context).ifPresent(plans::add);
    }
    return plans.size() == checkpoints.size() ? List.copyOf(plans) : List.of();
  }

  private Optional<ScoringPlan> plan(
      ScorerConfig scorer, ModelSpec reading, Optional<ScoringPlan> first, PlanContext context) {
    try {
      ScoringPlan plan =
          ScoringPlan.of(reading.withCheckpoint(context.checkpoint(written)), List.of(scorer));
      Checkpoint own = Checkpoint.inspect(plan.model().checkpoint());
      if (first.isPresent()
          && !own.hasTokensOf(Checkpoint.inspect(first.get().model().checkpoint()))) {
        throw new CheckpointException(
            "checkpoint "
                + own.name()
                + " is none of the training that "
                + first.get().model().checkpoint()
                + " is of: their tokenizers differ, expected the same vocabulary in"
                + " tokenizer.json");
      }
      return Optional.of(plan);
    } catch (CheckpointException | UncheckedIOException e) {
      context.problems().add(where + ".checkpoint", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** The checkpoint as it is shown to people. */
  String shown() {
    return written
        + " (learning rate "
        + BigDecimal.valueOf(learningRate).stripTrailingZeros()
        + ")";
  }
}
