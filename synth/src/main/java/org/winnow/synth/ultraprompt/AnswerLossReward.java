package org.winnow.synth.ultraprompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.scorers.BatchScores;
import org.winnow.scorers.DeviceKind;
import org.winnow.scorers.EngineSettings;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScorerConfig;
import org.winnow.scorers.ScoringEngine;
import org.winnow.scorers.ScoringPlan;
import org.winnow.scorers.Unscorable;
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
 * whether it is right, and it likes what is common.
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
   * @throws CheckpointException if it cannot be used
   */
  public static AnswerLossReward open(ModelSpec model) {
    ScoringPlan plan = ScoringPlan.of(model, List.of(ScorerConfig.of("loss")));
    EngineSettings standard = EngineSettings.standard(DeviceKind.of(model.device()));
    EngineSettings oneByOne =
        new EngineSettings(
            standard.workers(), 1, standard.logitBudget(), standard.activationBudget());
    return new AnswerLossReward(ScoringEngine.open(plan, oneByOne));
  }

  @Override
  public List<RewardResult> score(List<RewardRequest> requests) {
    BatchScores scores = engine.score(requests.stream().map(AnswerLossReward::sample).toList());
    double[] loss = scores.values()[scores.columns().indexOf(COLUMN)];
    List<RewardResult> results = new ArrayList<>();
    for (int row = 0; row < requests.size(); row++) {
      double reward = -loss[row];
      results.add(
          Optional.ofNullable(scores.unscorable().get(row))
              .<RewardResult>map(AnswerLossReward::failure)
              .orElseGet(() -> new RewardResult.Value(reward)));
    }
    return results;
  }

  private static Sample sample(RewardRequest request) {
    return Sample.of(
        "ultraprompt",
        List.of(
            new Message(Role.USER, request.instruction()),
            new Message(Role.ASSISTANT, request.response())),
        new Origin("", 0, "", "ultraprompt"),
        "{}");
  }

  private static RewardResult failure(Unscorable unscorable) {
    return new StepFailure(unscorable.reason(), unscorable.evidence(), StepFailure.Again.NEVER);
  }

  @Override
  public void close() {
    engine.close();
  }
}
