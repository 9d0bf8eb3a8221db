package org.winnow.synth.ultraprompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.winnow.synth.ultraprompt.HarvestRejection.Output;

/** What comes of trees that were made by hand. */
class HarvestTest {
  private static final String RAW = "Name a river in Egypt that is longer than 5,000 km.";
  private static final HarvestSettings STANDARD = HarvestSettings.STANDARD;

  private static TreeNode node(
      int id, int parent, String action, int visits, String text, double first, double second) {
    return new TreeNode(
        id,
        parent,
        action,
        text,
        visits,
        List.of(),
        List.of("first " + id, "second " + id),
        List.of(first, second),
        (first + second) / 2);
  }

  private static SearchTree tree(TreeNode... nodes) {
    return new SearchTree(
        new SeedInstruction("s", "", RAW),
        RuleModels.letters(),
        SearchSettings.standard(1),
        List.of(nodes),
        Optional.empty(),
        Optional.of(new TreeEnd(TreeEnd.Kind.DONE, "done", "")));
  }

  /** The root is worth 3; one rewrite of the given text is worth more. */
  private static Harvest ofOne(String rewrite, double reward, HarvestSettings settings) {
    return Harvest.of(
        tree(node(0, -1, TreeNode.ROOT, 1, RAW, 3, 3), node(1, 0, "a", 1, rewrite, reward, reward)),
        settings);
  }

  @Test
  void givesPairStepsAndSample() {
    String clear = "Please name a river in Egypt that is longer than 5000 km.";
    String best = "Please name a river in Egypt longer than 5000 km, and say how long it is.";
    String worse = "A river in Egypt longer than 5000 km, please.";
    SearchTree tree =
        tree(
            node(0, -1, TreeNode.ROOT, 3, RAW, 2, 4),
            node(1, 0, "a", 2, clear, 4, 4),
            node(2, 0, "b", 1, worse, 1, 2),
            node(3, 1, "c", 1, best, 6, 5));

    Harvest harvest = Harvest.of(tree, STANDARD);

    InstructionVersion raw = new InstructionVersion(RAW, List.of(), 3);
    InstructionVersion first = new InstructionVersion(clear, List.of("a"), 4);
    InstructionVersion second = new InstructionVersion(best, List.of("a", "c"), 5.5);
    InstructionVersion third = new InstructionVersion(worse, List.of("b"), 1.5);
    assertThat(harvest.pairs()).containsExactly(new InstructionPair(tree.seed(), second, third));
    assertThat(harvest.steps())
        .containsExactly(
            new InstructionPair(tree.seed(), first, raw),
            new InstructionPair(tree.seed(), second, first));
    assertThat(harvest.steps()).extracting(InstructionPair::margin).containsExactly(1.0, 1.5);
    assertThat(harvest.samples())
        .containsExactly(new RewrittenSample(tree.seed(), second, "first 3", 6));
    assertThat(harvest.rejections()).isEmpty();
  }

  @Test
  void theRawInstructionMayWinAPairButIsNoSample() {
    Harvest harvest = ofOne("Please name a river in Egypt longer than 5000 km.", 1, STANDARD);

    assertThat(harvest.pairs()).extracting(pair -> pair.chosen().isRaw()).containsExactly(true);
    assertThat(harvest.steps()).isEmpty();
    assertThat(harvest.samples()).isEmpty();
    assertThat(harvest.rejections())
        .extracting(HarvestRejection::output, HarvestRejection::reason)
        .containsExactly(tuple(Output.SAMPLE, HarvestReason.UNCHANGED));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "name a river, in EGYPT that is longer than 5,000 km | UNCHANGED",
        "The answer is the Nile in Egypt, 5000 km and more. | ANSWERED",
        "Egypt 5000 | LENGTH_RATIO",
        "Please name a river in Egypt that is longer than 4000 km. | NUMBERS_LOST",
        "Please name a river in Africa that is longer than 5000 km. | NAMES_LOST",
        "Please tell me of the waters of Egypt, 5000 of them. | WORDS_LOST",
      })
  void saysWhyARewriteIsNotGivenOut(String rewrite, HarvestReason reason) {
    Harvest harvest = ofOne(rewrite, 5, new HarvestSettings(0.5, 5, 0.5));

    assertThat(harvest.pairs()).isEmpty();
    assertThat(harvest.steps()).isEmpty();
    assertThat(harvest.samples()).isEmpty();
    assertThat(harvest.rejections())
        .extracting(HarvestRejection::output, HarvestRejection::text, HarvestRejection::reason)
        .containsExactly(
            tuple(Output.PAIR, rewrite, reason),
            tuple(Output.STEP, rewrite, reason),
            tuple(Output.SAMPLE, rewrite, reason));
    assertThat(Harvest.reasons(List.of(harvest, harvest)))
        .isEqualTo(
            Map.of(
                "pair." + reason.label(), 2,
                "step." + reason.label(), 2,
                "sample." + reason.label(), 2));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Please name 2+3 rivers in Egypt, 5000 km | please name 2 + 3 rivers: in EGYPT 5000 km.",
        "Name a river of Egypt, 5,000 km | Name, a river: of Egypt (5,000 km).",
        "Name a\u00a0river of Egypt, 5,000 km | Name a \u2003river of Egypt, 5,000 km",
      })
  void noStepHasOneTextOnBothSides(String first, String second) {
    Harvest harvest =
        Harvest.of(
            tree(
                node(0, -1, TreeNode.ROOT, 2, RAW, 3, 3),
                node(1, 0, "a", 2, first, 4, 4),
                node(2, 1, "b", 1, second, 5, 5)),
            new HarvestSettings(0, 10, 0));

    assertThat(harvest.steps()).extracting(step -> step.chosen().text()).containsExactly(first);
    assertThat(harvest.rejections())
        .containsExactly(
            new HarvestRejection(
                "s", Output.STEP, second, HarvestReason.UNCHANGED, "expected another text"));
  }

  @Test
  void theWorstSideOfAPairIsAnotherText() {
    String other = "Please name a river in Egypt longer than 5000 km.";
    String same = "name a river in egypt that is longer than 5,000 km";
    TreeNode root = node(0, -1, TreeNode.ROOT, 3, RAW, 5, 5);

    Harvest both =
        Harvest.of(
            tree(root, node(1, 0, "a", 1, other, 3, 3), node(2, 0, "b", 1, same, 1, 1)), STANDARD);
    Harvest alone = Harvest.of(tree(root, node(1, 0, "a", 1, same, 1, 1)), STANDARD);

    assertThat(both.pairs()).extracting(pair -> pair.rejected().text()).containsExactly(other);
    assertThat(alone.pairs()).isEmpty();
    for (Harvest harvest : List.of(both, alone)) {
      assertThat(harvest.rejections())
          .filteredOn(rejection -> rejection.output() == Output.PAIR)
          .extracting(HarvestRejection::text, HarvestRejection::reason)
          .containsExactly(tuple(same, HarvestReason.UNCHANGED));
    }
  }

  @Test
  void takesTheBestFormThatPassesAndTellsOfTheBetterOnes() {
    String answer = "The answer is the Nile in Egypt, 5000 km and more.";
    String lost = "Please name a river in Egypt that is longer than 4000 km.";
    String good = "Please name a river in Egypt longer than 5000 km.";
    SearchTree tree =
        tree(
            node(0, -1, TreeNode.ROOT, 4, RAW, 3, 3),
            node(1, 0, "a", 1, lost, 6, 6),
            node(2, 0, "b", 1, good, 5, 5),
            node(3, 0, "c", 1, answer, 7, 7));

    Harvest harvest = Harvest.of(tree, STANDARD);

    assertThat(harvest.pairs())
        .extracting(pair -> pair.chosen().text(), pair -> pair.rejected().text())
        .containsExactly(tuple(good, RAW));
    assertThat(harvest.samples())
        .extracting(sample -> sample.version().text(), RewrittenSample::response)
        .containsExactly(tuple(good, "first 2"));
    assertThat(harvest.steps()).extracting(step -> step.chosen().text()).containsExactly(good);
    assertThat(harvest.rejections())
        .extracting(HarvestRejection::output, HarvestRejection::text, HarvestRejection::reason)
        .containsExactly(
            tuple(Output.PAIR, answer, HarvestReason.ANSWERED),
            tuple(Output.PAIR, lost, HarvestReason.NUMBERS_LOST),
            tuple(Output.STEP, lost, HarvestReason.NUMBERS_LOST),
            tuple(Output.STEP, answer, HarvestReason.ANSWERED),
            tuple(Output.SAMPLE, answer, HarvestReason.ANSWERED),
            tuple(Output.SAMPLE, lost, HarvestReason.NUMBERS_LOST));
  }

  @Test
  void aTreeOfOneNodeSaysWhyItGivesNothing() {
    Harvest harvest = Harvest.of(tree(node(0, -1, TreeNode.ROOT, 0, RAW, 3, 3)), STANDARD);

    assertThat(harvest.pairs()).isEmpty();
    assertThat(harvest.rejections())
        .extracting(HarvestRejection::output, HarvestRejection::reason)
        .containsExactly(
            tuple(Output.PAIR, HarvestReason.UNCHANGED),
            tuple(Output.SAMPLE, HarvestReason.UNCHANGED));
  }

  @Test
  void wantsTheMarginInFull() {
    String rewrite = "Please name a river in Egypt longer than 5000 km.";
    HarvestSettings settings = new HarvestSettings(0.5, 10, 0.4);

    assertThat(ofOne(rewrite, 3.5, settings).pairs()).hasSize(1);
    assertThat(ofOne(rewrite, 3.25, settings).rejections())
        .extracting(HarvestRejection::reason)
        .containsOnly(HarvestReason.SMALL_MARGIN)
        .hasSize(3);
    assertThat(ofOne(rewrite, 3, STANDARD).pairs()).isEmpty();
  }

  @Test
  void givesNothingBeforeTheRootIsScored() {
    Harvest harvest =
        Harvest.of(RuleModels.tree("s", SearchSettings.standard(1)), HarvestSettings.STANDARD);

    assertThat(harvest).isEqualTo(new Harvest(List.of(), List.of(), List.of(), List.of()));
  }
}
