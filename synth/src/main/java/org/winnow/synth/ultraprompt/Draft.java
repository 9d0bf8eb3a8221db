package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The node that a tree is at work on: first its instruction is written, then it is responded to,
 * then the responses are scored.
 *
 * @param parent id of the node that is rewritten; {@link TreeNode#NONE} for the root
 * @param action name of the principle; {@link TreeNode#ROOT} for the root
 * @param rewrite the instruction
 * @param responses what is said to it, at least one
 * @param rewards of the responses, in their order
 */
public record Draft(
    int parent,
    String action,
    Slot<String> rewrite,
    List<Slot<String>> responses,
    List<Slot<Double>> rewards) {
  public Draft {
    requireNonNull(action, "action is null");
    requireNonNull(rewrite, "rewrite is null");
    responses = List.copyOf(responses);
    rewards = List.copyOf(rewards);
    if (responses.isEmpty() || responses.size() != rewards.size()) {
      throw new IllegalArgumentException(
          "expected responses with one reward each, found "
              + responses.size()
              + " and "
              + rewards.size());
    }
  }

  /** What a draft waits for. */
  enum Step {
    REWRITE,
    RESPOND,
    SCORE,
    /** Nothing: the node is complete. */
    NONE
  }

  /** The root of a tree: its instruction is there. */
  static Draft root(String instruction, int responses) {
    return of(TreeNode.NONE, TreeNode.ROOT, Slot.<String>waiting(0).with(instruction), responses);
  }

  /** A rewrite that is still to be written. */
  static Draft rewriting(int parent, String action, int responses) {
    return of(parent, action, Slot.waiting(0), responses);
  }

  private static Draft of(int parent, String action, Slot<String> rewrite, int responses) {
    return new Draft(
        parent,
        action,
        rewrite,
        IntStream.range(0, responses).mapToObj(Slot::<String>waiting).toList(),
        Stream.generate(() -> Slot.<Double>waiting(0)).limit(responses).toList());
  }

  Step step() {
    if (rewrite.isOpen()) {
      return Step.REWRITE;
    }
    if (responses.stream().anyMatch(Slot::isOpen)) {
      return Step.RESPOND;
    }
    return rewards.stream().anyMatch(Slot::isOpen) ? Step.SCORE : Step.NONE;
  }

  /** The instruction, which must be there. */
  String instruction() {
    return rewrite.found().orElseThrow();
  }

  Draft withRewrite(Slot<String> other) {
    return new Draft(parent, action, other, responses, rewards);
  }

  Draft withResponses(List<Slot<String>> others) {
    return new Draft(parent, action, rewrite, others, rewards);
  }

  /** The same with another response, of another sample, to be had in place of one. */
  Draft withoutResponse(int index) {
    List<Slot<String>> otherResponses = new ArrayList<>(responses);
    Slot<String> slot = responses.get(index);
    otherResponses.set(index, slot.failed(slot.sample() + responses.size()));
    List<Slot<Double>> otherRewards = new ArrayList<>(rewards);
    otherRewards.set(index, Slot.waiting(0));
    return new Draft(parent, action, rewrite, otherResponses, otherRewards);
  }

  Draft withRewards(List<Slot<Double>> others) {
    return new Draft(parent, action, rewrite, responses, others);
  }
}
