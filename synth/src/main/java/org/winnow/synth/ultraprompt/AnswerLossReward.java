package org.winnow.synth.ultraprompt;

import java.util.List;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Sample;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.EngineSettings;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.ScoringEngine;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.WhenTooLong;
import org.winnow.scorers.checkpoint.CheckpointException;

/**
 * The reward that needs no reward model: how well a checkpoint predicts a response to the raw
 * instruction.
 *
 * <pre>
 * reward = - mean over the response's tokens of -ln p(token | raw instruction, tokens before)
 * </pre>
 *
 * <p>In nats per token, at most 0. It is the negative {@code loss.mean} of {@link
 * org.winnow.scorers.LossScorer}. It tells whether a response belongs to the instruction, not
 * whether it is right, and it likes what is common. What is too long for the model has no reward:
 * if the instruction were cut, the loss would no longer be conditioned on it.
 *
 * <p>Each response goes through the model alone, several at once on a CPU: other responses beside
 * it would change rounding, and with it which rewrite is chosen next.
 */
public final class AnswerLossReward implements Reward {
  private static final String COLUMN = "loss.mean";

  private final ScoringEngine engine;

  private AnswerLossReward(ScoringEngine engine) {
    this.engine = engine;
  }

  /**
   * Loads a checkpoint; the caller closes the reward.
   *
   * @param wanted checkpoint, device and most tokens of instruction and response; more are refused,
   *     whatever {@code whenTooLong} says
   * @throws CheckpointException if it cannot be used
   */
  public static AnswerLossReward open(ModelSpec wanted) {
    ModelSpec model =
        new ModelSpec(wanted.checkpoint(), wanted.maxTokens(), wanted.device(), WhenTooLong.REJECT);
    ScoringPlan plan = ScoringPlan.of(model, List.of(ScorerConfig.of("loss")));
    EngineSettings standard = EngineSettings.standard(DeviceKind.of(model.device()));
    EngineSettings oneByOne =
        new EngineSettings(
            standard.workers(), 1, standard.logitBudget(), standard.activationBudget());
    return new AnswerLossReward(ScoringEngine.open(plan, oneByOne));
  }

  @Override
  public List<RewardResult> score(List<RewardRequest> requests) {
    return ScoredRewards.of(
        engine.score(requests.stream().map(AnswerLossReward::sample).toList()), COLUMN, -1);
  }

  private static Sample sample(RewardRequest request) {
    return Sample.of(
        "ultraprompt",
        ScoredRewards.conversation(request),
        new Origin("", 0, "", "ultraprompt"),
        "{}");
  }

  @Override
  public void close() {
    engine.close();
  }
}
