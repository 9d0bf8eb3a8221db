package org.winnow.synth.ultraprompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.schemas.Message;
import org.winnow.schemas.Role;
import org.winnow.scorers.BatchScores;

/** Rewards out of what a model in this process scored. */
final class ScoredRewards {
  private ScoredRewards() {}

  /** The conversation that is scored: the raw instruction and the response. */
  static List<Message> conversation(RewardRequest request) {
    return List.of(
        new Message(Role.USER, request.instruction()),
        new Message(Role.ASSISTANT, request.response()));
  }

  /**
   * A result for each row. One without a score is a response that this model will never score.
   *
   * @param column that is the reward
   * @param sign 1, or -1 where less is better
   */
  static List<RewardResult> of(BatchScores scores, String column, double sign) {
    double[] values = scores.values()[scores.columns().indexOf(column)];
    List<RewardResult> results = new ArrayList<>();
    for (int row = 0; row < values.length; row++) {
      double reward = sign * values[row];
      results.add(
          Optional.ofNullable(scores.unscorable().get(row))
              .<RewardResult>map(
                  found ->
                      new StepFailure(
                          found.reason(), found.evidence(), StepFailure.Again.OTHER_TEXT))
              .orElseGet(() -> new RewardResult.Value(reward)));
    }
    return results;
  }
}
