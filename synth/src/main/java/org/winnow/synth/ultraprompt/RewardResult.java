package org.winnow.synth.ultraprompt;

/** What came back for one request to a {@link Reward}. */
public sealed interface RewardResult permits RewardResult.Value, StepFailure {
  /**
   * The reward is known.
   *
   * @param reward finite; more is better
   */
  record Value(double reward) implements RewardResult {
    public Value {
      if (!Double.isFinite(reward)) {
        throw new IllegalArgumentException("a reward must be finite, got " + reward);
      }
    }
  }
}
