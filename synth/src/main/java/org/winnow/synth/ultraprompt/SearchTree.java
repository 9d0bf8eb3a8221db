package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The search for better forms of one instruction, as a value: everything that decides how it goes
 * on is in it. {@link TreeJson} writes and reads it.
 *
 * <p>An iteration ends at one node: the new one, or the known one that has the same text as the
 * rewrite. That node and those above it up to the root gain a visit, so the root has as many visits
 * as there were iterations.
 *
 * @param seed the instruction at the root
 * @param actions the principles that apply, with distinct names; at least one
 * @param settings how it is searched
 * @param nodes by id, the root first; empty as long as the root is not scored
 * @param draft the node at work; empty if and only if the tree has ended
 * @param end why the tree has ended
 */
public record SearchTree(
    SeedInstruction seed,
    List<Principle> actions,
    SearchSettings settings,
    List<TreeNode> nodes,
    Optional<Draft> draft,
    Optional<TreeEnd> end) {
  public SearchTree {
    requireNonNull(seed, "seed is null");
    requireNonNull(settings, "settings is null");
    requireNonNull(draft, "draft is null");
    requireNonNull(end, "end is null");
    actions = List.copyOf(actions);
    nodes = List.copyOf(nodes);
    String tree = "tree " + seed.id() + ": ";
    check(!actions.isEmpty(), tree + "expected principles, found none");
    check(
        actions.stream().map(Principle::name).distinct().count() == actions.size(),
        tree + "expected principles with distinct names, found " + names(actions));
    check(draft.isPresent() != end.isPresent(), tree + "expected either a draft or an end");
    for (int i = 0; i < nodes.size(); i++) {
      check(nodes.get(i).id() == i, tree + "expected node " + i + ", found " + nodes.get(i).id());
    }
    check(
        nodes.isEmpty() || nodes.get(0).instruction().equals(seed.text()),
        tree + "expected the seed's text at the root");
    for (TreeNode node : nodes) {
      checkVisits(node, nodes, tree);
      checkActions(node, nodes, actions, tree);
    }
    if (draft.isPresent()) {
      checkDraft(draft.get(), seed, nodes, actions, settings, tree);
    }
  }

  /** A tree whose root is to be responded to. */
  public static SearchTree start(
      SeedInstruction seed, List<Principle> actions, SearchSettings settings) {
    Draft root = Draft.root(seed.text(), settings.responses());
    return new SearchTree(seed, actions, settings, List.of(), Optional.of(root), Optional.empty());
  }

  /** How many iterations are done. */
  public int iterations() {
    return nodes.isEmpty() ? 0 : nodes.get(0).visits();
  }

  /** The rewrites of a node, oldest first. */
  public List<TreeNode> children(TreeNode node) {
    return nodes.stream().filter(child -> child.parent() == node.id()).toList();
  }

  /** The principles that a node was not rewritten by yet, in their order. */
  public List<Principle> unused(TreeNode node) {
    return unused(node, nodes, actions);
  }

  private static List<Principle> unused(
      TreeNode node, List<TreeNode> nodes, List<Principle> actions) {
    List<String> used = used(node, nodes);
    return actions.stream().filter(action -> !used.contains(action.name())).toList();
  }

  /** The principles that a node was rewritten by, those without a new text last. */
  private static List<String> used(TreeNode node, List<TreeNode> nodes) {
    Stream<String> children =
        nodes.stream().filter(child -> child.parent() == node.id()).map(TreeNode::action);
    return Stream.concat(children, node.repeats().stream()).toList();
  }

  /** The principles on the way from the root to a node, in the order of rewriting. */
  public List<String> path(TreeNode node) {
    return node.parent() == TreeNode.NONE
        ? List.of()
        : Stream.concat(path(nodes.get(node.parent())).stream(), Stream.of(node.action())).toList();
  }

  SearchTree with(Draft other) {
    return new SearchTree(seed, actions, settings, nodes, Optional.of(other), Optional.empty());
  }

  SearchTree with(List<TreeNode> others, Draft next) {
    return new SearchTree(seed, actions, settings, others, Optional.of(next), Optional.empty());
  }

  SearchTree ended(List<TreeNode> others, TreeEnd why) {
    return new SearchTree(seed, actions, settings, others, Optional.empty(), Optional.of(why));
  }

  private static void checkVisits(TreeNode node, List<TreeNode> nodes, String tree) {
    int below =
        nodes.stream()
            .filter(child -> child.parent() == node.id())
            .mapToInt(TreeNode::visits)
            .sum();
    int least = below + (node.id() == 0 ? 0 : 1);
    check(
        node.visits() >= least,
        tree + "node " + node.id() + ": expected visits >= " + least + ", found " + node.visits());
  }

  private static void checkActions(
      TreeNode node, List<TreeNode> nodes, List<Principle> actions, String tree) {
    List<String> used = used(node, nodes);
    check(
        names(actions).containsAll(used) && used.stream().distinct().count() == used.size(),
        tree + "node " + node.id() + ": expected each principle at most once, found " + used);
  }

  private static void checkDraft(
      Draft draft,
      SeedInstruction seed,
      List<TreeNode> nodes,
      List<Principle> actions,
      SearchSettings settings,
      String tree) {
    check(
        draft.responses().size() == settings.responses(),
        tree + "expected a draft with " + settings.responses() + " responses");
    check(draft.step() != Draft.Step.NONE, tree + "expected a draft that waits for something");
    if (draft.parent() == TreeNode.NONE) {
      check(
          nodes.isEmpty() && draft.rewrite().found().equals(Optional.of(seed.text())),
          tree + "expected a draft of the root before all nodes, with the seed's text");
      return;
    }
    check(
        draft.parent() >= 0 && draft.parent() < nodes.size(),
        tree + "expected a draft of a node that is there, found one of " + draft.parent());
    check(
        names(unused(nodes.get(draft.parent()), nodes, actions)).contains(draft.action()),
        tree + "expected a draft by an unused principle, found '" + draft.action() + "'");
  }

  private static List<String> names(List<Principle> actions) {
    return actions.stream().map(Principle::name).toList();
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
