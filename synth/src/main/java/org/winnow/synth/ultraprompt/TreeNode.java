package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Stream;

/**
 * One instruction of a tree with what it is worth.
 *
 * @param id its place in the tree's list, from 0, the root
 * @param parent id of the node that it rewrites; {@link #NONE} for the root
 * @param action name of the principle that it was rewritten by; {@link #ROOT} for the root
 * @param instruction the text
 * @param visits iterations that ended at this node or below it, from 0
 * @param repeats principles whose rewrite of this node led to no new node, in the order of trial:
 *     it was the node's own text or that of a child, or it could not be responded to or scored
 * @param responses what was said to the instruction, at least one
 * @param rewards of the responses, conditioned on the raw instruction, in their order; finite
 * @param meanReward mean of {@code rewards}
 */
public record TreeNode(
    int id,
    int parent,
    String action,
    String instruction,
    int visits,
    List<String> repeats,
    List<String> responses,
    List<Double> rewards,
    double meanReward) {
  /** The parent of the root. */
  public static final int NONE = -1;

  /** The action of the root. */
  public static final String ROOT = "root";

  public TreeNode {
    requireNonNull(action, "action is null");
    requireNonNull(instruction, "instruction is null");
    repeats = List.copyOf(repeats);
    responses = List.copyOf(responses);
    rewards = List.copyOf(rewards);
    if (id < 0 || (id == 0 ? parent != NONE : parent < 0 || parent >= id)) {
      throw new IllegalArgumentException(
          "node " + id + ": expected a parent that comes before it, found " + parent);
    }
    if (visits < 0) {
      throw new IllegalArgumentException("node " + id + ": visits must be >= 0, found " + visits);
    }
    if (responses.isEmpty() || responses.size() != rewards.size()) {
      throw new IllegalArgumentException(
          "node "
              + id
              + ": expected responses with one reward each, found "
              + responses.size()
              + " and "
              + rewards.size());
    }
    double mean = mean(rewards);
    if (!Double.isFinite(mean) || mean != meanReward) {
      throw new IllegalArgumentException(
          "node " + id + ": expected finite mean reward " + mean + ", found " + meanReward);
    }
  }

  /** A node that no iteration has ended at. */
  static TreeNode fresh(
      int id,
      int parent,
      String action,
      String instruction,
      List<String> responses,
      List<Double> rewards) {
    return new TreeNode(
        id, parent, action, instruction, 0, List.of(), responses, rewards, mean(rewards));
  }

  /** The same after one more iteration. */
  TreeNode visited() {
    return new TreeNode(
        id, parent, action, instruction, visits + 1, repeats, responses, rewards, meanReward);
  }

  /** The same, with a principle that led to no new text. */
  TreeNode withRepeat(String principle) {
    return new TreeNode(
        id,
        parent,
        action,
        instruction,
        visits,
        Stream.concat(repeats.stream(), Stream.of(principle)).toList(),
        responses,
        rewards,
        meanReward);
  }

  private static double mean(List<Double> values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.size();
  }
}
