package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One form of an instruction.
 *
 * @param text the instruction
 * @param actions principles on the way from the raw instruction to it; empty for the raw one
 * @param reward mean reward of its responses, conditioned on the raw instruction
 */
public record InstructionVersion(String text, List<String> actions, double reward) {
  public InstructionVersion {
    requireNonNull(text, "text is null");
    actions = List.copyOf(actions);
  }

  static InstructionVersion of(SearchTree tree, TreeNode node) {
    return new InstructionVersion(node.instruction(), tree.path(node), node.meanReward());
  }

  /** Whether no principle made it. */
  public boolean isRaw() {
    return actions.isEmpty();
  }
}
