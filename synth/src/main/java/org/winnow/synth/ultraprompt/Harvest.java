package org.winnow.synth.ultraprompt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.winnow.synth.ultraprompt.HarvestRejection.Output;

/**
 * What a tree gives. Trees that failed hold whole nodes too; who wants none of them looks at {@link
 * SearchTree#end} before.
 *
 * <p>The best form is that with the highest reward among those that pass the filters; better ones
 * that do not are rejections. Two texts that differ in case, white space and punctuation only are
 * the same, and never a pair or a step.
 *
 * @param pairs the best form of the instruction and the worst that says something else; at most one
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

  /** What is wrong with a node or a pair. */
  private record Flaw(HarvestReason reason, String evidence) {}

  private static final class Picker {
    private static final Flaw UNCHANGED =
        new Flaw(HarvestReason.UNCHANGED, "expected another text");
    private static final Pattern SIGNS = Pattern.compile("[\\p{IsWhite_Space}\\p{P}]+");

    private final SearchTree tree;
    private final HarvestSettings settings;
    private final TreeNode root;
    private final Map<Integer, Optional<Flaw>> flaws = new HashMap<>();
    private final List<HarvestRejection> rejections = new ArrayList<>();

    Picker(SearchTree tree, HarvestSettings settings) {
      this.tree = tree;
      this.settings = settings;
      this.root = tree.nodes().get(0);
    }

    Harvest pick() {
      List<TreeNode> downwards = new ArrayList<>(tree.nodes());
      downwards.sort(Comparator.comparingDouble(TreeNode::meanReward).reversed());
      // The root has no flaw, so there is a best one.
      List<TreeNode> passedOver =
          downwards.stream().takeWhile(node -> flaw(node).isPresent()).toList();
      TreeNode best = downwards.get(passedOver.size());
      List<InstructionPair> pairs = pairs(best, passedOver);
      List<InstructionPair> steps = steps();
      return new Harvest(pairs, steps, samples(best, passedOver), rejections);
    }

    private List<InstructionPair> pairs(TreeNode best, List<TreeNode> passedOver) {
      rejectFlawed(Output.PAIR, passedOver);
      Optional<TreeNode> worst = worst(best);
      if (worst.isEmpty() && rejections.isEmpty()) {
        reject(Output.PAIR, best, UNCHANGED);
      }
      return worst
          .filter(node -> accepts(Output.PAIR, best, node))
          .map(node -> List.of(pair(best, node)))
          .orElse(List.of());
    }

    /**
     * The worst node that says something else than the best. Its own flaws do not matter: what is
     * rejected may be bad in any way.
     */
    private Optional<TreeNode> worst(TreeNode best) {
      List<TreeNode> upwards =
          tree.nodes().stream()
              .filter(node -> node.id() != best.id())
              .filter(node -> node.meanReward() <= best.meanReward())
              .sorted(Comparator.comparingDouble(TreeNode::meanReward))
              .toList();
      for (TreeNode node : upwards) {
        if (!same(node.instruction(), best.instruction())) {
          return Optional.of(node);
        }
        reject(Output.PAIR, node, UNCHANGED);
      }
      return Optional.empty();
    }

    private List<InstructionPair> steps() {
      List<InstructionPair> steps = new ArrayList<>();
      for (TreeNode node : tree.nodes().subList(1, tree.nodes().size())) {
        TreeNode parent = tree.nodes().get(node.parent());
        if (node.meanReward() <= parent.meanReward()) {
          continue;
        }
        if (flaw(node).isPresent()) {
          rejectFlawed(Output.STEP, List.of(node));
        } else if (accepts(Output.STEP, node, parent)) {
          steps.add(pair(node, parent));
        }
      }
      return steps;
    }

    /** The raw instruction may win a pair; as a sample it is one that was not rewritten. */
    private List<RewrittenSample> samples(TreeNode best, List<TreeNode> passedOver) {
      rejectFlawed(Output.SAMPLE, passedOver);
      if (!isRoot(best)) {
        return accepts(Output.SAMPLE, best, root) ? List.of(sample(best)) : List.of();
      }
      if (passedOver.isEmpty()) {
        reject(Output.SAMPLE, best, UNCHANGED);
      }
      return List.of();
    }

    /** Whether two nodes differ in text and by enough in worth. */
    private boolean accepts(Output output, TreeNode chosen, TreeNode rejected) {
      double margin = chosen.meanReward() - rejected.meanReward();
      Optional<Flaw> flaw = Optional.empty();
      if (same(chosen.instruction(), rejected.instruction())) {
        flaw = Optional.of(UNCHANGED);
      } else if (margin <= 0 || margin < settings.minMargin()) {
        flaw =
            Optional.of(
                new Flaw(
                    HarvestReason.SMALL_MARGIN,
                    "expected more than 0 and at least "
                        + settings.minMargin()
                        + ", found "
                        + margin));
      }
      flaw.ifPresent(found -> reject(output, chosen, found));
      return flaw.isEmpty();
    }

    private static boolean isRoot(TreeNode node) {
      return node.parent() == TreeNode.NONE;
    }

    /** What is wrong with a node whatever it is compared with; the raw instruction is as it is. */
    private Optional<Flaw> flaw(TreeNode node) {
      return flaws.computeIfAbsent(
          node.id(), id -> isRoot(node) ? Optional.empty() : rewriteFlaw(node.instruction()));
    }

    private Optional<Flaw> rewriteFlaw(String text) {
      String raw = root.instruction();
      if (same(text, raw)) {
        return Optional.of(UNCHANGED);
      }
      Optional<String> answered = AnswerDetection.find(raw, text, root.responses());
      if (answered.isPresent()) {
        return flaw(HarvestReason.ANSWERED, answered.get());
      }
      double ratio = (double) text.length() / raw.length();
      if (Math.max(ratio, 1 / ratio) > settings.maxLengthRatio()) {
        return flaw(
            HarvestReason.LENGTH_RATIO,
            "expected a ratio of lengths up to " + settings.maxLengthRatio() + ", found " + ratio);
      }
      List<String> numbers = Intent.lostNumbers(raw, text);
      if (!numbers.isEmpty()) {
        return flaw(HarvestReason.NUMBERS_LOST, "it lacks " + numbers);
      }
      List<String> names = Intent.lostNames(raw, text);
      if (!names.isEmpty()) {
        return flaw(HarvestReason.NAMES_LOST, "it lacks " + names);
      }
      double kept = Intent.wordsKept(raw, text);
      return kept < settings.minWordsKept()
          ? flaw(
              HarvestReason.WORDS_LOST,
              "expected a share of words of at least "
                  + settings.minWordsKept()
                  + ", found "
                  + kept)
          : Optional.empty();
    }

    private static Optional<Flaw> flaw(HarvestReason reason, String evidence) {
      return Optional.of(new Flaw(reason, evidence));
    }

    private void rejectFlawed(Output output, List<TreeNode> nodes) {
      nodes.forEach(node -> flaw(node).ifPresent(flaw -> reject(output, node, flaw)));
    }

    private void reject(Output output, TreeNode node, Flaw flaw) {
      rejections.add(
          new HarvestRejection(
              tree.seed().id(), output, node.instruction(), flaw.reason(), flaw.evidence()));
    }

    /** Whether two texts differ in case, white space and punctuation only. */
    private static boolean same(String one, String other) {
      return letters(one).equals(letters(other));
    }

    private static String letters(String text) {
      return SIGNS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
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
