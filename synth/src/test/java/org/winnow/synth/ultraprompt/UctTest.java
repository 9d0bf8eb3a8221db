package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Values and bounds against numbers worked out by hand. */
class UctTest {
  private static final SearchSettings PUBLISHED = SearchSettings.standard(1);

  private static TreeNode node(int id, int parent, String action, int visits, double reward) {
    return new TreeNode(
        id,
        parent,
        action,
        id == 0 ? "raw" : "text " + id,
        visits,
        List.of(),
        List.of("response"),
        List.of(reward),
        reward);
  }

  private static Uct uct(SearchSettings settings, TreeNode... nodes) {
    return new Uct(
        new SearchTree(
            new SeedInstruction("s", "", "raw"),
            RuleModels.letters(),
            settings,
            List.of(nodes),
            Optional.empty(),
            Optional.of(new TreeEnd(TreeEnd.Kind.DONE, "done", ""))));
  }

  private static TreeNode root(int visits) {
    return node(0, TreeNode.NONE, TreeNode.ROOT, visits, 0);
  }

  @Test
  void choosesTheSecondChildOfTheWorkedExample() {
    TreeNode root = root(4);
    TreeNode a = node(1, 0, "a", 2, 0.10);
    TreeNode b = node(2, 0, "b", 1, 0.12);
    TreeNode c = node(3, 0, "c", 1, 0.08);
    Uct uct = uct(PUBLISHED, root, a, b, c, node(4, 1, "a", 1, 0.20));

    assertThat(uct.value(a)).isCloseTo(0.15, within(1e-12));
    assertThat(uct.score(root, a)).isCloseTo(0.23326, within(5e-6));
    assertThat(uct.score(root, b)).isCloseTo(0.23774, within(5e-6));
    assertThat(uct.score(root, c)).isCloseTo(0.19774, within(5e-6));
    assertThat(uct.select()).contains(b);
  }

  @Test
  void weighsChildrenEquallyOrByVisits() {
    // x 0.1 has the child y 0.2, and y has 0.3 and 0.4.
    TreeNode[] nodes = {
      root(4),
      node(1, 0, "a", 4, 0.1),
      node(2, 1, "a", 3, 0.2),
      node(3, 2, "a", 1, 0.3),
      node(4, 2, "b", 1, 0.4)
    };

    // y = (0.2 + 0.3 + 0.4) / 3 = 0.3, x = (0.1 + 0.3) / 2; by visits (0.1 + 0.2 + 0.3 + 0.4) / 4
    assertThat(uct(PUBLISHED, nodes).value(nodes[1])).isCloseTo(0.2, within(1e-12));
    assertThat(uct(PUBLISHED.withAveraging(Averaging.BY_VISITS), nodes).value(nodes[1]))
        .isCloseTo(0.25, within(1e-12));
  }

  @Test
  void takesTheOldestOfEqualChildren() {
    TreeNode first = node(1, 0, "c", 1, 0.5);
    Uct uct = uct(PUBLISHED, root(3), first, node(2, 0, "a", 1, 0.5), node(3, 0, "b", 1, 0.5));

    assertThat(uct.select()).contains(first);
  }

  @Test
  void staysAtANodeWithAnUnusedPrinciple() {
    TreeNode root = root(2);

    assertThat(uct(PUBLISHED, root, node(1, 0, "a", 1, 9), node(2, 0, "b", 1, 9)).select())
        .contains(root);
  }
}
