package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

/**
 * Two forms of one instruction, of which one is better.
 *
 * @param seed the raw instruction
 * @param chosen the better form
 * @param rejected the worse form
 */
public record InstructionPair(
    SeedInstruction seed, InstructionVersion chosen, InstructionVersion rejected) {
  public InstructionPair {
    requireNonNull(seed, "seed is null");
    requireNonNull(chosen, "chosen is null");
    requireNonNull(rejected, "rejected is null");
  }

  /** By how much the reward of the chosen form is higher. */
  public double margin() {
    return chosen.reward() - rejected.reward();
  }
}
