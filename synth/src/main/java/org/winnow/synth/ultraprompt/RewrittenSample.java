package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

/**
 * A rewritten instruction with a fresh response to it.
 *
 * @param seed the raw instruction
 * @param version the best form
 * @param response the best of the responses to it
 * @param reward of this response, conditioned on the raw instruction
 */
public record RewrittenSample(
    SeedInstruction seed, InstructionVersion version, String response, double reward) {
  public RewrittenSample {
    requireNonNull(seed, "seed is null");
    requireNonNull(version, "version is null");
    requireNonNull(response, "response is null");
  }
}
