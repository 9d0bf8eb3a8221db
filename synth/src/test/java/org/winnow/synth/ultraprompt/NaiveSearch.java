package org.winnow.synth.ultraprompt;

import java.util.ArrayList;
import java.util.List;

/**
 * A slow twin of the search: knows nothing but the list of what happened, and works everything out
 * of it anew each time.
 *
 * @param texts instruction of each node
 * @param parents id of each node's parent, -1 for the root
 * @param rewards mean reward of each node
 * @param tries for each node, how many principles it was rewritten by
 * @param ends the node at which each iteration ended
 */
record NaiveSearch(
    List<String> texts,
    List<Integer> parents,
    List<Double> rewards,
    List<Integer> tries,
    List<Integer> ends) {
  static NaiveSearch start(String raw, double reward) {
    return new NaiveSearch(
        new ArrayList<>(List.of(raw)),
        new ArrayList<>(List.of(-1)),
        new ArrayList<>(List.of(reward)),
        new ArrayList<>(List.of(0)),
        new ArrayList<>());
  }

  /** A rewrite of {@code parent} came back. */
  void rewritten(int parent, String text, double reward) {
    tries.set(parent, tries.get(parent) + 1);
    for (int node = 0; node < texts.size(); node++) {
      if ((node == parent || parents.get(node) == parent) && texts.get(node).equals(text)) {
        ends.add(node);
        return;
      }
    }
    ends.add(texts.size());
    texts.add(text);
    parents.add(parent);
    rewards.add(reward);
    tries.add(0);
  }

  private boolean isBelow(int node, int top) {
    int at = node;
    while (at != top && at != -1) {
      at = parents.get(at);
    }
    return at == top;
  }

  /** Iterations that ended in the subtree. */
  int visits(int node) {
    return (int) ends.stream().filter(end -> isBelow(end, node)).count();
  }

  double value(int node, Averaging averaging) {
    if (averaging == Averaging.BY_VISITS) {
      return ends.stream()
          .filter(end -> isBelow(end, node))
          .mapToDouble(rewards::get)
          .average()
          .orElseThrow();
    }
    List<Double> values = new ArrayList<>(List.of(rewards.get(node)));
    for (int child = 0; child < texts.size(); child++) {
      if (parents.get(child) == node) {
        values.add(value(child, averaging));
      }
    }
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private boolean isDead(int node, int principles) {
    for (int other = 0; other < texts.size(); other++) {
      if (isBelow(other, node) && tries.get(other) < principles) {
        return false;
      }
    }
    return true;
  }

  /** The node that is rewritten next; -1 if there is none. */
  int next(int principles, double exploration, Averaging averaging) {
    if (isDead(0, principles)) {
      return -1;
    }
    int at = 0;
    while (tries.get(at) == principles) {
      int best = -1;
      double highest = 0;
      for (int child = 0; child < texts.size(); child++) {
        if (parents.get(child) == at && !isDead(child, principles)) {
          double bound =
              value(child, averaging)
                  + exploration * Math.sqrt(Math.log(visits(at)) / visits(child));
          if (best == -1 || bound > highest) {
            best = child;
            highest = bound;
          }
        }
      }
      at = best;
    }
    return at;
  }
}
