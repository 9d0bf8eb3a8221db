package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.winnow.synth.teacher.FailureKind;
import org.winnow.synth.ultraprompt.HarvestRejection;
import org.winnow.synth.ultraprompt.SearchTree;
import org.winnow.synth.ultraprompt.TreeNode;

/**
 * What happened in a run of UltraPrompt, for programs and for people.
 *
 * @param trees searched trees
 * @param ends trees by what ended them, or by why they wait for another run
 * @param iterations of all trees
 * @param nodes instructions that were responded to, the raw ones among them
 * @param repeats rewrites that were no new text, or that could not be responded to or scored
 * @param means of the mean rewards of roots, best and worst nodes, over the trees with a root
 * @param made rows by output
 * @param repeated rows left out because another one is equal, by output
 * @param rejected by output and reason
 */
record UltraPromptTable(
    int trees,
    SortedMap<String, Integer> ends,
    long iterations,
    long nodes,
    long repeats,
    Means means,
    SortedMap<String, Integer> made,
    SortedMap<String, Integer> repeated,
    SortedMap<String, Integer> rejected) {
  /** Mean rewards; NaN without trees. */
  record Means(double root, double best, double worst) {}

  /** The name of an output in files. */
  static String label(HarvestRejection.Output output) {
    return output.name().toLowerCase(Locale.ROOT);
  }

  /** Everything as one object. */
  ObjectNode json() {
    ObjectNode json = SynthesisFiles.object();
    json.put("end", end())
        .put("trees", trees)
        .put("iterations", iterations)
        .put("instructions", nodes)
        .put("repeated_rewrites", repeats);
    put(json.putObject("ends"), ends);
    ObjectNode rewards = json.putObject("mean_rewards");
    if (!Double.isNaN(means.root)) {
      rewards.put("raw", means.root).put("best", means.best).put("worst", means.worst);
    }
    put(json.putObject("made"), made);
    put(json.putObject("repeated"), repeated);
    put(json.putObject("rejected"), rejected);
    return json;
  }

  /** The same for a person. */
  SynthesisReport report() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d trees (%s), %,d iterations, %,d instructions, %,d rewrites gave nothing new",
            trees,
            counts(ends),
            iterations,
            nodes,
            repeats));
    lines.add(
        String.format(
            Locale.ROOT,
            "mean reward: raw instructions %.4f, best forms %.4f, worst forms %.4f",
            means.root,
            means.best,
            means.worst));
    lines.add("made: " + counts(made));
    if (!repeated.isEmpty()) {
      lines.add("repeated: " + counts(repeated));
    }
    lines.add("rejected: " + counts(rejected));
    return new SynthesisReport(
        lines,
        made.values().stream().mapToInt(Integer::intValue).sum(),
        String.format(Locale.ROOT, "%,d instructions", trees),
        end(),
        isBudgetSpent());
  }

  private String end() {
    return isBudgetSpent() ? FailureKind.BUDGET_SPENT.label() : "done";
  }

  private boolean isBudgetSpent() {
    return ends.containsKey(FailureKind.BUDGET_SPENT.label());
  }

  private static void put(ObjectNode json, Map<String, Integer> counts) {
    counts.forEach(json::put);
  }

  private static String counts(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  /** Counts while trees come in. */
  static final class Builder {
    private final SortedMap<String, Integer> ends = new TreeMap<>();
    private final SortedMap<String, Integer> repeated = new TreeMap<>();
    private final SortedMap<String, Integer> rejected = new TreeMap<>();
    private int trees;
    private int roots;
    private long iterations;
    private long nodes;
    private long repeats;
    private double root;
    private double best;
    private double worst;

    /**
     * A tree.
     *
     * @param paused why it waits for another run; empty if it does not
     */
    void add(SearchTree tree, String paused) {
      trees++;
      ends.merge(
          tree.end().map(end -> end.kind().name().toLowerCase(Locale.ROOT)).orElse(paused),
          1,
          Integer::sum);
      iterations += tree.iterations();
      nodes += tree.nodes().size();
      tree.nodes().forEach(node -> repeats += node.repeats().size());
      if (!tree.nodes().isEmpty()) {
        roots++;
        root += tree.nodes().get(0).meanReward();
        best += tree.nodes().stream().mapToDouble(TreeNode::meanReward).max().getAsDouble();
        worst += tree.nodes().stream().mapToDouble(TreeNode::meanReward).min().getAsDouble();
      }
    }

    void repeated(String output) {
      repeated.merge(output, 1, Integer::sum);
    }

    void rejected(String reason) {
      rejected.merge(reason, 1, Integer::sum);
    }

    UltraPromptTable build(int pairs, int steps, int samples) {
      SortedMap<String, Integer> made = new TreeMap<>();
      made.put("pairs", pairs);
      made.put(UltraPromptRows.STEPS, steps);
      made.put(UltraPromptRows.SAMPLES, samples);
      return new UltraPromptTable(
          trees,
          ends,
          iterations,
          nodes,
          repeats,
          new Means(root / roots, best / roots, worst / roots),
          made,
          repeated,
          rejected);
    }
  }
}
