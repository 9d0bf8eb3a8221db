package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.winnow.synth.lemma.LemmaResult;
import org.winnow.synth.lemma.MathProblem;
import org.winnow.synth.lemma.StageReport;
import org.winnow.synth.lemma.Strategy;

/**
 * What happened in a run of LEMMA, for programs and for people.
 *
 * @param problems with their attempts
 * @param unanswered samples to which a student said nothing, by reason
 * @param result what came of them
 */
record LemmaTable(List<MathProblem> problems, Map<String, Integer> unanswered, LemmaResult result) {
  /** Everything as one object. */
  ObjectNode json() {
    ObjectNode json = SynthesisFiles.object();
    json.put("end", end())
        .put("problems", problems.size())
        .put("without_attempts", withoutAttempts());
    put(json.putObject("unanswered"), unanswered);
    ArrayNode stages = json.putArray("stages");
    for (StageReport report : result.stages()) {
      ObjectNode stage = stages.addObject();
      stage
          .put("stage", report.stage().label())
          .put("in", report.in())
          .put("accepted", report.accepted());
      put(stage.putObject("rejected"), report.rejected());
    }
    put(json.putObject("error_types"), errorTypes());
    put(json.putObject("trajectories"), trajectories());
    return json;
  }

  /** The same for a person. */
  SynthesisReport report() {
    List<String> lines = new ArrayList<>();
    lines.add(line("stage", "in", "accepted", "rejected"));
    for (StageReport report : result.stages()) {
      lines.add(
          line(
              report.stage().label(),
              String.format(Locale.ROOT, "%,d", report.in()),
              String.format(Locale.ROOT, "%,d", report.accepted()),
              counts(report.rejected())));
    }
    if (!result.errorTypes().isEmpty()) {
      lines.add("errors found: " + counts(errorTypes()));
    }
    lines.add("trajectories: " + counts(trajectories()));
    if (!unanswered.isEmpty()) {
      lines.add("student's samples unanswered: " + counts(unanswered));
    }
    if (withoutAttempts() > 0) {
      lines.add(String.format(Locale.ROOT, "problems without an attempt: %,d", withoutAttempts()));
    }
    return new SynthesisReport(
        lines,
        result.trajectories().size(),
        String.format(Locale.ROOT, "%,d problems", problems.size()),
        end(),
        result.isBudgetSpent());
  }

  private String end() {
    return result.isBudgetSpent() ? "budget_spent" : "done";
  }

  private int withoutAttempts() {
    return (int) problems.stream().filter(problem -> problem.attempts().isEmpty()).count();
  }

  private Map<String, Integer> errorTypes() {
    Map<String, Integer> types = new TreeMap<>();
    result.errorTypes().forEach((type, count) -> types.put(type.label(), count));
    return types;
  }

  private Map<String, Integer> trajectories() {
    Map<String, Integer> trajectories = new LinkedHashMap<>();
    for (Strategy strategy : Strategy.values()) {
      long count =
          result.trajectories().stream().filter(made -> made.strategy() == strategy).count();
      trajectories.put(strategy.label(), (int) count);
    }
    return trajectories;
  }

  private static void put(ObjectNode json, Map<String, Integer> counts) {
    counts.forEach(json::put);
  }

  private static String line(String stage, String in, String accepted, String rejected) {
    return String.format(Locale.ROOT, "%-18s %9s %9s  %s", stage, in, accepted, rejected)
        .stripTrailing();
  }

  private static String counts(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
