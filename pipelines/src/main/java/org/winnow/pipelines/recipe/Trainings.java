package org.winnow.pipelines.recipe;

import java.math.BigDecimal;
import java.util.Optional;
import org.winnow.scorers.runtime.LowRank;
import org.winnow.scorers.train.TrainingOptions;

/** Reads the {@code train} of a recipe. */
final class Trainings {
  private static final int HUNDRED = 100;

  private Trainings() {}

  static TrainingOptions read(RecipeNode node, long seed) {
    if (node.isPresent()) {
      node.expectMapping("a mapping such as {epochs: 3, learning_rate: 2e-5}");
    }
    node.allowKeys(
        "epochs",
        "batch_size",
        "learning_rate",
        "warmup",
        "weight_decay",
        "max_gradient_norm",
        "low_rank",
        "from_scratch",
        "save_every");
    boolean fromScratch = node.get("from_scratch").flagOr(false);
    if (fromScratch && node.get("low_rank").isPresent()) {
      node.problem("low_rank changes the weights of a checkpoint: not together with from_scratch");
      fromScratch = false;
    }
    return new TrainingOptions(
        (int) node.get("epochs").wholeOr(3, 1, 1_000_000),
        (int) node.get("batch_size").wholeOr(16, 1, 1_000_000),
        node.get("learning_rate").positiveOr(2e-5),
        warmup(node.get("warmup")),
        weightDecay(node.get("weight_decay")),
        node.get("max_gradient_norm").positiveOr(1),
        lowRank(node.get("low_rank"), seed),
        fromScratch,
        seed,
        (int) node.get("save_every").wholeOr(100, 1, Integer.MAX_VALUE));
  }

  private static double warmup(RecipeNode node) {
    double share = node.percentOr(BigDecimal.valueOf(3)).doubleValue() / HUNDRED;
    if (share >= 1) {
      node.problem("expected less than 100%, found " + node.shown());
      return 0;
    }
    return share;
  }

  private static double weightDecay(RecipeNode node) {
    double decay = node.numberOr(0);
    if (decay < 0) {
      node.problem("expected a number from 0, found " + node.shown());
      return 0;
    }
    return decay;
  }

  private static Optional<LowRank> lowRank(RecipeNode node, long seed) {
    if (!node.isPresent() || !node.expectMapping("a mapping such as {rank: 8, alpha: 16}")) {
      return Optional.empty();
    }
    node.allowKeys("rank", "alpha");
    int rank = (int) node.get("rank").wholeOr(8, 1, 65_536);
    return Optional.of(new LowRank(rank, node.get("alpha").positiveOr(2.0 * rank), seed));
  }
}
