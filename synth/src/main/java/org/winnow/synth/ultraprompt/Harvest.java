package org.winnow.synth.ultraprompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.winnow.synth.ultraprompt.HarvestRejection.Output;

/**
 * What a tree gives. Trees that failed hold whole nodes too; who wants none of them looks at {@link
 * SearchTree#end} before.
 *
 * @param pairs the best and the worst form of the instruction; at most one
 * @param steps each rewrite that is worth more than what it rewrites, with it; the last of its
 *     actions is the step's
 * @param samples the best form with the best response to it, if it is not the raw one; at most one
 * @param rejections what is not given out and why
 */
public record Harvest(
    List<InstructionPair> pairs,
    List<InstructionPair> steps,
    List<RewrittenSample> samples,
    List<HarvestRejection> rejections) {
  public Harvest {
    pairs = List.copyOf(pairs);
    steps = List.copyOf(steps);
    samples = List.copyOf(samples);
    rejections = List.copyOf(rejections);
  }

  /** What a tree gives; nothing as long as its root is not scored. */
  public static Harvest of(SearchTree tree, HarvestSettings settings) {
    return tree.nodes().isEmpty()
        ? new Harvest(List.of(), List.of(), List.of(), List.of())
        : new Picker(tree, settings).pick();
  }

  /** How often each reason occurs, by output and reason in snake_case; sorted. */
  public static SortedMap<String, Integer> reasons(List<Harvest> harvests) {
    SortedMap<String, Integer> counts = new TreeMap<>();
    for (Harvest harvest : harvests) {
      for (HarvestRejection rejection : harvest.rejections()) {
        String output = rejection.output().name().toLowerCase(Locale.ROOT);
        counts.merge(output + "." + rejection.reason().label(), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static final class Picker {
    private final SearchTree tree;
    private final HarvestSettings settings;
    private final TreeNode root;
    private final List<HarvestRejection> rejections = new ArrayList<>();

    Picker(SearchTree tree, HarvestSettings settings) {
      this.tree = tree;
      this.settings = settings;
      this.root = tree.nodes().get(0);
    }

    Harvest pick() {
      TreeNode best = root;
      TreeNode worst = root;
      for (TreeNode node : tree.nodes()) {
        best = node.meanReward() > best.meanReward() ? node : best;
        worst = node.meanReward() < worst.meanReward() ? node : worst;
      }
      List<InstructionPair> pairs = new ArrayList<>();
      if (accepts(Output.PAIR, best, worst)) {
        pairs.add(pair(best, worst));
      }
      List<InstructionPair> steps = new ArrayList<>();
      for (TreeNode node : tree.nodes().subList(1, tree.nodes().size())) {
        TreeNode parent = tree.nodes().get(node.parent());
        if (node.meanReward() > parent.meanReward() && accepts(Output.STEP, node, parent)) {
          steps.add(pair(node, parent));
        }
      }
      List<RewrittenSample> samples = new ArrayList<>();
      if (accepts(Output.SAMPLE, best, root)) {
        samples.add(sample(best));
      }
      return new Harvest(pairs, steps, samples, rejections);
    }

    /** The raw instruction may win a pair; as a sample it is one that was not rewritten. */
    private boolean accepts(Output output, TreeNode chosen, TreeNode rejected) {
      Optional<HarvestRejection> found =
          flaw(output, chosen, chosen.meanReward() - rejected.meanReward());
      found.ifPresent(rejections::add);
      return found.isEmpty();
    }

    private Optional<HarvestRejection> flaw(Output output, TreeNode chosen, double margin) {
      String text = chosen.instruction();
      if (isRoot(chosen) ? output == Output.SAMPLE : same(text, root.instruction())) {
        return flaw(output, text, HarvestReason.UNCHANGED, "expected another text");
      }
      if (margin <= 0 || margin < settings.minMargin()) {
        return flaw(
            output,
            text,
            HarvestReason.SMALL_MARGIN,
            "expected more than 0 and at least " + settings.minMargin() + ", found " + margin);
      }
      return isRoot(chosen) ? Optional.empty() : rewriteFlaw(output, text);
    }

    private static boolean isRoot(TreeNode node) {
      return node.parent() == TreeNode.NONE;
    }

    private Optional<HarvestRejection> rewriteFlaw(Output output, String text) {
      String raw = root.instruction();
      Optional<String> answered = AnswerDetection.find(raw, text, root.responses());
      if (answered.isPresent()) {
        return flaw(output, text, HarvestReason.ANSWERED, answered.get());
      }
      double ratio = (double) text.length() / raw.length();
      if (Math.max(ratio, 1 / ratio) > settings.maxLengthRatio()) {
        return flaw(
            output,
            text,
            HarvestReason.LENGTH_RATIO,
            "expected a ratio of lengths up to " + settings.maxLengthRatio() + ", found " + ratio);
      }
      List<String> numbers = Intent.lostNumbers(raw, text);
      if (!numbers.isEmpty()) {
        return flaw(output, text, HarvestReason.NUMBERS_LOST, "it lacks " + numbers);
      }
      List<String> names = Intent.lostNames(raw, text);
      if (!names.isEmpty()) {
        return flaw(output, text, HarvestReason.NAMES_LOST, "it lacks " + names);
      }
      double kept = Intent.wordsKept(raw, text);
      return kept < settings.minWordsKept()
          ? flaw(
              output,
              text,
              HarvestReason.WORDS_LOST,
              "expected a share of words of at least "
                  + settings.minWordsKept()
                  + ", found "
                  + kept)
          : Optional.empty();
    }

    private Optional<HarvestRejection> flaw(
        Output output, String text, HarvestReason reason, String evidence) {
      return Optional.of(new HarvestRejection(tree.seed().id(), output, text, reason, evidence));
    }

    /** Whether two texts differ in case, white space and punctuation only. */
    private static boolean same(String one, String other) {
      return letters(one).equals(letters(other));
    }

    private static String letters(String text) {
      return text.toLowerCase(Locale.ROOT).replaceAll("[\\s\\p{P}]+", " ").strip();
    }

    private InstructionPair pair(TreeNode chosen, TreeNode rejected) {
      return new InstructionPair(
          tree.seed(), InstructionVersion.of(tree, chosen), InstructionVersion.of(tree, rejected));
    }

    private RewrittenSample sample(TreeNode node) {
      int best = 0;
      for (int i = 1; i < node.rewards().size(); i++) {
        best = node.rewards().get(i) > node.rewards().get(best) ? i : best;
      }
      return new RewrittenSample(
          tree.seed(),
          InstructionVersion.of(tree, node),
          node.responses().get(best),
          node.rewards().get(best));
    }
  }
}
