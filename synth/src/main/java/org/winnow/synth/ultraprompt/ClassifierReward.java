package org.winnow.synth.ultraprompt;

import java.util.List;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.checkpoint.CheckpointException;
import org.winnow.scorers.reward.RewardModel;

/**
 * A reward model in this process as judge: the logit of a sequence classifier with one label, see
 * {@link RewardModel}, for the conversation of raw instruction and response.
 */
public final class ClassifierReward implements Reward {
  private final RewardModel model;

  private ClassifierReward(RewardModel model) {
    this.model = model;
  }

  /**
   * Loads a checkpoint; the caller closes the reward.
   *
   * @throws CheckpointException if it cannot be used
   */
  public static ClassifierReward open(ModelSpec model) {
    return new ClassifierReward(RewardModel.open(model));
  }

  @Override
  public List<RewardResult> score(List<RewardRequest> requests) {
    return ScoredRewards.of(
        model.score(requests.stream().map(ScoredRewards::conversation).toList()),
        RewardModel.COLUMN,
        1);
  }

  @Override
  public void close() {
    model.close();
  }
}
