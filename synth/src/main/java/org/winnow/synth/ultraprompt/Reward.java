package org.winnow.synth.ultraprompt;

import java.util.List;

/**
 * What responses are worth as answers to raw instructions.
 *
 * <p>A reward is a function of one request: it does not depend on the others of the list.
 */
public interface Reward extends AutoCloseable {
  /** Judges a list; the i-th result belongs to the i-th request. */
  List<RewardResult> score(List<RewardRequest> requests);

  @Override
  void close();
}
