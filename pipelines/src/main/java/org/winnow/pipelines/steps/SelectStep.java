package org.winnow.pipelines.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Scope;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.mix.Quotas;
import org.winnow.transforms.select.Criterion;
import org.winnow.transforms.select.KeepBest;
import org.winnow.transforms.select.RankByTopsis;

/**
 * {@code select}: keeps the best rows by one column, or by several through TOPSIS.
 *
 * @param criteria one, or several that TOPSIS weighs
 * @param byTopsis whether rows are ranked by their closeness or by the one column itself
 * @param keep how many rows of each group stay
 * @param within what a group is
 */
record SelectStep(List<Criterion> criteria, boolean byTopsis, Amount keep, Scope within)
    implements StepSpec {
  static final StepType TYPE =
      new StepType(
          "select",
          "Keeps the best rows, exactly as many as asked for; ties are broken by a hash of seed and"
              + " id.",
          List.of(
              new OptionDoc(
                  "topsis",
                  "{maximize: [columns], minimize: [columns], weights: {column: number}}",
                  "",
                  "Ranks by closeness to the best of all criteria; adds "
                      + RankByTopsis.CLOSENESS
                      + ". Either this, or highest, or lowest."),
              new OptionDoc("highest", "a score column", "", "Ranks by this column, high is best."),
              new OptionDoc("lowest", "a score column", "", "Ranks by this column, low is best."),
              new OptionDoc(
                  "keep",
                  "30% or {rows: 5000}",
                  "",
                  "How much of each group stays; a share is rounded half up, and keeps at least one"
                      + " row."),
              new OptionDoc(
                  "within",
                  "corpus or domain",
                  "corpus",
                  "Whether rows compete with all others or with their domain.")),
          "select: {topsis: {maximize: [donod.don], minimize: [donod.nod]}, keep: 30%, within:"
              + " corpus}",
          SelectStep::read);

  private static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping such as {highest: loss.mean, keep: 30%}");
    body.allowKeys("topsis", "highest", "lowest", "keep", "within");
    List<String> given =
        List.of("topsis", "highest", "lowest").stream()
            .filter(key -> body.get(key).isPresent())
            .toList();
    if (given.size() != 1) {
      body.problem(
          "expected exactly one of topsis, highest and lowest, found "
              + (given.isEmpty() ? "none" : String.join(", ", given)));
    }
    List<Criterion> criteria = new ArrayList<>();
    if (given.contains("topsis")) {
      criteria.addAll(topsis(body.get("topsis")));
    }
    for (String key : List.of("highest", "lowest")) {
      if (given.contains(key)) {
        String column = body.get(key).text("a score column");
        criteria.add(
            new Criterion(
                column,
                key.equals("highest") ? Criterion.Goal.MAXIMIZE : Criterion.Goal.MINIMIZE,
                1));
      }
    }
    return new SelectStep(
        List.copyOf(criteria),
        given.contains("topsis"),
        body.get("keep").part(),
        body.get("within").oneOfOr(Scope.CORPUS, Scope.class));
  }

  private static List<Criterion> topsis(RecipeNode node) {
    node.expectMapping("a mapping such as {maximize: [donod.don], minimize: [donod.nod]}");
    node.allowKeys("maximize", "minimize", "weights");
    if (node.get("weights").isPresent()) {
      node.get("weights").expectMapping("a mapping such as {donod.don: 2}");
    }
    Map<String, RecipeNode> weights = node.get("weights").entries();
    List<Criterion> criteria = new ArrayList<>();
    for (String key : List.of("maximize", "minimize")) {
      if (!node.get(key).isPresent()) {
        continue;
      }
      for (RecipeNode item : node.get(key).items("score columns")) {
        String column = item.text("a score column");
        if (criteria.stream().anyMatch(c -> c.column().equals(column))) {
          item.problem("column '" + column + "' is listed twice");
          continue;
        }
        RecipeNode weight = node.get("weights").get(column);
        criteria.add(
            new Criterion(
                column,
                key.equals("maximize") ? Criterion.Goal.MAXIMIZE : Criterion.Goal.MINIMIZE,
                weight.positiveOr(1)));
      }
    }
    weights.forEach(
        (column, weight) -> {
          if (criteria.stream().noneMatch(c -> c.column().equals(column))) {
            weight.problem("has a weight but is neither in maximize nor in minimize");
          }
        });
    if (criteria.isEmpty()) {
      node.problem("expected at least one column in maximize or minimize");
    }
    return criteria;
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    criteria.forEach(criterion -> context.needColumn(where, criterion.column()));
    return Optional.of(
        new PreparedStep(
            label,
            "keep "
                + keep
                + " by "
                + (byTopsis ? "TOPSIS over " : "")
                + String.join(
                    ", ",
                    criteria.stream()
                        .map(c -> (c.goal() == Criterion.Goal.MAXIMIZE ? "+" : "-") + c.column())
                        .toList())
                + (within == Scope.DOMAIN ? ", within each domain" : ", within the corpus"),
            byTopsis ? List.of(RankByTopsis.CLOSENESS) : List.of(),
            List.of(),
            new RowForecast(within == Scope.DOMAIN, this::rowsAfter),
            false,
            new Select(this, label, context.seed())));
  }

  /** Within domains the counts are exact; within the corpus domains are expected to keep pace. */
  private Map<String, Long> rowsAfter(Map<String, Long> before) {
    if (within == Scope.CORPUS) {
      long available = before.values().stream().mapToLong(Long::longValue).sum();
      return Quotas.byTemperature(before, 1, Math.min(available, keep.of(available)));
    }
    Map<String, Long> after = new TreeMap<>();
    before.forEach((domain, rows) -> after.put(domain, Math.min(rows, keep.of(rows))));
    return after;
  }

  private static final class Select extends PTransform<PCollection<CorpusBatch>, StepResult> {
    private final transient SelectStep spec;
    private final String label;
    private final long seed;

    Select(SelectStep spec, String label, long seed) {
      this.spec = spec;
      this.label = label;
      this.seed = seed;
    }

    @Override
    public StepResult expand(PCollection<CorpusBatch> corpus) {
      if (!spec.byTopsis) {
        Criterion only = spec.criteria.get(0);
        return corpus.apply(
            "Keep best",
            new KeepBest(label, seed, only.column(), only.goal(), spec.keep, spec.within));
      }
      return corpus
          .apply("Rank by TOPSIS", new RankByTopsis(spec.criteria, spec.within))
          .apply(
              "Keep closest",
              new KeepBest(
                  label,
                  seed,
                  RankByTopsis.CLOSENESS,
                  Criterion.Goal.MAXIMIZE,
                  spec.keep,
                  spec.within));
    }
  }
}
