package org.winnow.pipelines.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.Scope;
import org.winnow.transforms.mix.Quotas;

/** Reads {@code within}: the groups of rows that compete with each other. */
final class Groups {
  /** How {@code within} is written. */
  static final OptionDoc DOC =
      new OptionDoc(
          "within",
          "corpus, domain or {bucket: text.tokens, edges: [128, 256]}",
          "corpus",
          "Whether rows compete with all others, with their domain, or with rows of about the"
              + " same value of a column; rows without a value there are a group of their own.");

  private Groups() {}

  /** The groups that a step's body wants. */
  static Grouping read(RecipeNode body) {
    RecipeNode node = body.get("within");
    if (!node.isMapping()) {
      return node.oneOfOr(Scope.CORPUS, Scope.class);
    }
    node.allowKeys("bucket", "edges");
    String column = node.get("bucket").text("a score column");
    RecipeNode list = node.get("edges");
    List<Double> edges = new ArrayList<>();
    for (RecipeNode item : list.items("numbers")) {
      edges.add(item.numberOr(0));
    }
    boolean ascends = !edges.isEmpty();
    for (int i = 1; i < edges.size(); i++) {
      ascends &= edges.get(i - 1) < edges.get(i);
    }
    if (!ascends) {
      list.problem("expected ascending numbers, at least one, found " + list.shown());
      return Scope.CORPUS;
    }
    return new Grouping.Buckets(column, edges);
  }

  /** Notes a problem if a column that the groups need is missing. */
  static void check(Grouping within, String where, PlanContext context) {
    if (within instanceof Grouping.Buckets buckets) {
      context.needColumn(where + ".within", buckets.column());
    }
  }

  /** Such as {@code within each domain}, for a plan. */
  static String summary(Grouping within) {
    if (within instanceof Grouping.Buckets buckets) {
      return "within buckets of " + buckets.column() + " at " + buckets.edges();
    }
    return within == Scope.DOMAIN ? "within each domain" : "within the corpus";
  }

  /** Within domains the counts are exact; elsewhere domains are expected to keep pace. */
  static Map<String, Long> rowsAfter(Map<String, Long> before, Amount keep, Grouping within) {
    if (within != Scope.DOMAIN) {
      long available = before.values().stream().mapToLong(Long::longValue).sum();
      return Quotas.byTemperature(before, 1, Math.min(available, keep.of(available)));
    }
    Map<String, Long> after = new TreeMap<>();
    before.forEach((domain, rows) -> after.put(domain, Math.min(rows, keep.of(rows))));
    return after;
  }
}
