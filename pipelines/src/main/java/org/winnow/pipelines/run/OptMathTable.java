package org.winnow.pipelines.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.winnow.synth.optmath.pair.Cell;
import org.winnow.synth.teacher.FailureKind;

/** What happened in a run of OptMATH, for programs and for people; counts while lines come in. */
final class OptMathTable {
  private static final String OPTIMAL = "optimal";

  private final List<Counts> cells;

  /** What came of a cell. */
  private static final class Counts {
    private final Cell cell;
    private final SortedMap<String, Integer> outcomes = new TreeMap<>();
    private final SortedMap<String, Integer> rejected = new TreeMap<>();
    private OptionalDouble factor = OptionalDouble.empty();
    private boolean hasParameters;
    private int asked;
    private int accepted;
    private int benchmark;
    private double complexity;

    Counts(Cell cell) {
      this.cell = cell;
    }

    /** Whether there are no parameters that give instances of the tier. */
    boolean hasNoParameters() {
      return asked > 0 && cell.tier().isPresent() && !hasParameters;
    }
  }

  OptMathTable(List<Cell> cells) {
    this.cells = cells.stream().map(Counts::new).toList();
  }

  /** What was drawn of a cell, as {@link OptMathMaker} says it. */
  void draw(int cell, JsonNode share) {
    Counts counts = cells.get(cell);
    counts.asked += share.path("asked").asInt();
    counts.hasParameters |= share.path("has_parameters").asBoolean();
    if (share.has("factor")) {
      counts.factor = OptionalDouble.of(share.path("factor").asDouble());
    }
    share
        .path("outcomes")
        .fields()
        .forEachRemaining(
            outcome ->
                counts.outcomes.merge(outcome.getKey(), outcome.getValue().asInt(), Integer::sum));
  }

  /** A row of the dataset. */
  void accept(int cell, JsonNode row) {
    cells.get(cell).accepted++;
    cells.get(cell).complexity += row.at("/meta/complexity").asDouble();
  }

  /** A row of what was not taken. */
  void reject(int cell, JsonNode row) {
    cells.get(cell).rejected.merge(row.path("reason").asText(), 1, Integer::sum);
  }

  /** A row of the benchmark. */
  void keepForBenchmark(int cell) {
    cells.get(cell).benchmark++;
  }

  /** Everything as one object. */
  ObjectNode json() {
    ObjectNode json = SynthesisFiles.object();
    json.put("end", end());
    ArrayNode rows = json.putArray("cells");
    for (Counts counts : cells) {
      ObjectNode row = rows.addObject().put("class", counts.cell.problem().name());
      counts.cell.tierLabel().ifPresent(tier -> row.put("tier", tier));
      row.put("asked", counts.asked).put("drawn", sum(counts.outcomes));
      counts.factor.ifPresent(factor -> row.put("factor", factor));
      if (counts.hasNoParameters()) {
        row.put("no_parameters", true);
      }
      put(row.putObject("outcomes"), counts.outcomes);
      row.put("accepted", counts.accepted).put("benchmark", counts.benchmark);
      put(row.putObject("rejected"), counts.rejected);
      if (counts.accepted > 0) {
        row.put("mean_complexity", counts.complexity / counts.accepted);
      }
    }
    return json;
  }

  /** The same for a person: a line for each tier. */
  SynthesisReport report() {
    Map<String, List<Counts>> tiers = new LinkedHashMap<>();
    for (Counts counts : cells) {
      tiers
          .computeIfAbsent(counts.cell.tierLabel().orElse("all"), tier -> new ArrayList<>())
          .add(counts);
    }
    List<String> lines = new ArrayList<>();
    lines.add(line("tier", "asked", "drawn", "accepted", "benchmark", "complexity", "left"));
    tiers.forEach((tier, counts) -> lines.add(line(tier, counts)));
    List<String> without =
        cells.stream()
            .filter(Counts::hasNoParameters)
            .map(counts -> counts.cell.problem().name() + " " + counts.cell.tierLabel().orElse(""))
            .toList();
    if (!without.isEmpty()) {
      lines.add("no parameters found, nothing drawn: " + String.join(", ", without));
    }
    return new SynthesisReport(
        lines,
        cells.stream().mapToInt(counts -> counts.accepted).sum(),
        String.format(
            Locale.ROOT, "%,d instances", cells.stream().mapToInt(c -> sum(c.outcomes)).sum()),
        end(),
        isBudgetSpent());
  }

  private static String line(String tier, List<Counts> cells) {
    int accepted = cells.stream().mapToInt(counts -> counts.accepted).sum();
    double complexity = cells.stream().mapToDouble(counts -> counts.complexity).sum();
    SortedMap<String, Integer> left = new TreeMap<>();
    for (Counts counts : cells) {
      counts.outcomes.forEach((outcome, count) -> left.merge(outcome, count, Integer::sum));
      counts.rejected.forEach((reason, count) -> left.merge(reason, count, Integer::sum));
    }
    left.remove(OPTIMAL);
    return line(
        tier,
        count(cells.stream().mapToInt(counts -> counts.asked).sum()),
        count(cells.stream().mapToInt(counts -> sum(counts.outcomes)).sum()),
        count(accepted),
        count(cells.stream().mapToInt(counts -> counts.benchmark).sum()),
        accepted == 0 ? "-" : String.format(Locale.ROOT, "%.1f", complexity / accepted),
        left.entrySet().stream()
            .map(entry -> entry.getKey() + " " + count(entry.getValue()))
            .collect(Collectors.joining(", ")));
  }

  private static String line(
      String tier,
      String asked,
      String drawn,
      String accepted,
      String benchmark,
      String complexity,
      String left) {
    return String.format(
            Locale.ROOT,
            "%-12s %9s %9s %9s %9s %10s  %s",
            tier,
            asked,
            drawn,
            accepted,
            benchmark,
            complexity,
            left)
        .stripTrailing();
  }

  private static String count(int count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private String end() {
    return isBudgetSpent() ? FailureKind.BUDGET_SPENT.label() : "done";
  }

  private boolean isBudgetSpent() {
    return cells.stream()
        .anyMatch(counts -> counts.rejected.containsKey(FailureKind.BUDGET_SPENT.label()));
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static void put(ObjectNode json, Map<String, Integer> counts) {
    counts.forEach(json::put);
  }
}
