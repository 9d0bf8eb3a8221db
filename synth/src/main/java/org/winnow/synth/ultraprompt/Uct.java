package org.winnow.synth.ultraprompt;

import java.util.List;
import java.util.Optional;

/**
 * Upper confidence bounds for trees, as P-Aligner has them (arXiv 2508.04626).
 *
 * <pre>
 * score(child) = Q(child) + c sqrt(ln N(parent) / N(child))
 * </pre>
 *
 * <p>N counts visits, c is {@link SearchSettings#exploration}, Q follows from {@link Averaging}.
 */
final class Uct {
  private final SearchTree tree;

  Uct(SearchTree tree) {
    this.tree = tree;
  }

  /**
   * Where the next rewrite begins: from the root down to the best child, as long as a node has been
   * rewritten by every principle. Of equal children the oldest is taken. Nodes without an unused
   * principle in their subtree are passed over; empty if the root is one.
   */
  Optional<TreeNode> select() {
    TreeNode at = tree.nodes().get(0);
    if (!leadsOn(at)) {
      return Optional.empty();
    }
    while (tree.unused(at).isEmpty()) {
      at = best(at);
    }
    return Optional.of(at);
  }

  /** The first of the best children that lead on; there is one. */
  private TreeNode best(TreeNode parent) {
    List<TreeNode> candidates = tree.children(parent).stream().filter(this::leadsOn).toList();
    TreeNode best = candidates.get(0);
    for (TreeNode candidate : candidates) {
      if (score(parent, candidate) > score(parent, best)) {
        best = candidate;
      }
    }
    return best;
  }

  /** A child's upper confidence bound. */
  double score(TreeNode parent, TreeNode child) {
    double width = Math.sqrt(StrictMath.log(parent.visits()) / child.visits());
    return value(child) + tree.settings().exploration() * width;
  }

  /** Q of a node that was visited. */
  double value(TreeNode node) {
    return switch (tree.settings().averaging()) {
      case MEAN_OF_MEANS -> meanOfMeans(node);
      case BY_VISITS -> meanOfVisits(node);
    };
  }

  private double meanOfMeans(TreeNode node) {
    double sum = node.meanReward();
    int count = 1;
    for (TreeNode child : tree.children(node)) {
      sum += meanOfMeans(child);
      count++;
    }
    return sum / count;
  }

  private double meanOfVisits(TreeNode node) {
    int own = node.visits();
    double below = 0;
    for (TreeNode child : tree.children(node)) {
      below += child.visits() * meanOfVisits(child);
      own -= child.visits();
    }
    return (own * node.meanReward() + below) / node.visits();
  }

  private boolean leadsOn(TreeNode node) {
    return !tree.unused(node).isEmpty() || tree.children(node).stream().anyMatch(this::leadsOn);
  }
}
