package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

/**
 * A response that is to be judged as an answer to the raw instruction, whatever rewrite it came
 * from: a rewrite that asks for something else leads to responses that are worth little.
 *
 * @param id what the caller calls it; says where a result belongs, never what is judged
 * @param instruction the raw instruction
 * @param response what was said
 * @param sample number of the judgement, from 0, where one before it was of no use
 */
public record RewardRequest(String id, String instruction, String response, int sample) {
  public RewardRequest {
    requireNonNull(id, "id is null");
    requireNonNull(instruction, "instruction is null");
    requireNonNull(response, "response is null");
    if (sample < 0) {
      throw new IllegalArgumentException(id + ": sample must be >= 0, got " + sample);
    }
  }
}
