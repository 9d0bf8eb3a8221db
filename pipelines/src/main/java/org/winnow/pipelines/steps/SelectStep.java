package org.winnow.pipelines.steps;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.Scope;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.select.AddParetoFront;
import org.winnow.transforms.select.Criterion;
import org.winnow.transforms.select.Criterion.Goal;
import org.winnow.transforms.select.ExplainKept;
import org.winnow.transforms.select.RankByTopsis;
import org.winnow.transforms.select.Winsorizing;

/**
 * {@code select}: keeps rows by one column, by several at once, or by chance.
 *
 * @param choice what decides
 * @param keep how many rows of each group stay; empty where the choice itself says it
 * @param within what a group is
 * @param explains whether rows that stay say why
 * @param hasBaseline whether as many rows are drawn by chance, beside the output
 */
record SelectStep(
    Choice choice, Optional<Amount> keep, Grouping within, boolean explains, boolean hasBaseline)
    implements StepSpec {
  private static final List<String> WAYS =
      List.of("topsis", "highest", "lowest", "middle", "threshold", "pareto", "random");

  static final StepType TYPE =
      new StepType(
          "select",
          "Keeps the best rows, exactly as many as asked for; ties are broken by a hash of seed and"
              + " id. A row without a score that decides is dropped as missing_score. One of topsis,"
              + " highest, lowest, middle, threshold, pareto and random decides.",
          List.of(
              new OptionDoc(
                  "topsis",
                  "{maximize: [columns], minimize: [columns], weights: {column: number},"
                      + " winsorize: {low: 1%, high: 99%}}",
                  "",
                  "Ranks by closeness to the best of all criteria; adds "
                      + RankByTopsis.CLOSENESS
                      + ". With winsorize, values beyond these quantiles count as the quantile."),
              new OptionDoc("highest", "a score column", "", "Ranks by this column, high is best."),
              new OptionDoc("lowest", "a score column", "", "Ranks by this column, low is best."),
              new OptionDoc(
                  "middle",
                  "a score column",
                  "",
                  "Keeps the rows around the median; equal numbers leave at both ends."),
              new OptionDoc(
                  "threshold",
                  "{column: a score column, min: number, max: number}",
                  "",
                  "Keeps every row from min to max, both included; takes no keep."),
              new OptionDoc(
                  "pareto",
                  "{maximize: [columns], minimize: [columns]}",
                  "",
                  "Keeps Pareto front by front, the last one by hash, and without keep the first"
                      + " front alone; adds "
                      + AddParetoFront.FRONT
                      + "."),
              new OptionDoc("random", "true", "", "Keeps rows by chance, for comparison."),
              new OptionDoc(
                  "keep",
                  "30% or {rows: 5000}",
                  "",
                  "How much of each group stays; a share is rounded half up, and keeps at least one"
                      + " row."),
              Groups.DOC,
              new OptionDoc(
                  "explain",
                  "true or false",
                  "false",
                  "Adds "
                      + ExplainKept.RANK
                      + ", a row's exact place among those of its group that stay, and "
                      + ExplainKept.THRESHOLD
                      + ", the value of the last of them."),
              Baseline.DOC),
          "select: {topsis: {maximize: [donod.don], minimize: [donod.nod]}, keep: 30%, within:"
              + " corpus}",
          SelectStep::read);

  private static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping such as {highest: loss.mean, keep: 30%}");
    List<String> keys = new ArrayList<>(WAYS);
    keys.addAll(List.of("keep", "within", "explain", Baseline.KEY));
    body.allowKeys(keys.toArray(String[]::new));
    List<String> given = WAYS.stream().filter(key -> body.get(key).isPresent()).toList();
    if (given.size() != 1) {
      body.problem(
          "expected exactly one of "
              + String.join(", ", WAYS)
              + ", found "
              + (given.isEmpty() ? "none" : String.join(", ", given)));
    }
    List<Choice> choices = given.stream().map(key -> choice(key, body.get(key))).toList();
    boolean counts = !given.contains("threshold");
    boolean needsKeep = counts && !given.contains("pareto");
    boolean hasKeep = counts && (needsKeep || body.get("keep").isPresent());
    for (String key : List.of("keep", "within", "explain")) {
      if (!counts && body.get(key).isPresent()) {
        body.get(key).problem("says nothing beside threshold, which decides on each row alone");
      }
    }
    boolean explains = body.get("explain").flagOr(false);
    if (explains && counts && !hasKeep) {
      body.get("explain").problem("needs keep: the first front has no last row");
    }
    return new SelectStep(
        choices.isEmpty() ? new Choice.Chance() : choices.get(0),
        hasKeep ? Optional.of(body.get("keep").part()) : Optional.empty(),
        Groups.read(body),
        explains,
        Baseline.read(body));
  }

  private static Choice choice(String way, RecipeNode node) {
    return switch (way) {
      case "topsis" -> topsis(node);
      case "highest" -> new Choice.Best(new Criterion(column(node), Goal.MAXIMIZE, 1));
      case "lowest" -> new Choice.Best(new Criterion(column(node), Goal.MINIMIZE, 1));
      case "middle" -> new Choice.Middle(column(node));
      case "threshold" -> threshold(node);
      case "pareto" -> {
        node.allowKeys("maximize", "minimize");
        yield new Choice.Pareto(criteria(node));
      }
      default -> {
        if (!node.flagOr(true)) {
          node.problem("expected true, found false");
        }
        yield new Choice.Chance();
      }
    };
  }

  private static String column(RecipeNode node) {
    return node.text("a score column");
  }

  private static Choice threshold(RecipeNode node) {
    node.expectMapping("a mapping such as {column: loss.mean, max: 4}");
    node.allowKeys("column", "min", "max");
    String column = column(node.get("column"));
    double min = node.get("min").numberOr(Double.NEGATIVE_INFINITY);
    double max = node.get("max").numberOr(Double.POSITIVE_INFINITY);
    if (!node.get("min").isPresent() && !node.get("max").isPresent()) {
      node.problem("expected min, max or both");
    }
    if (min > max) {
      node.problem("expected min up to max, found " + node.shown());
      return new Choice.Threshold(column, max, min);
    }
    return new Choice.Threshold(column, min, max);
  }

  private static Choice topsis(RecipeNode node) {
    List<Criterion> criteria = criteria(node);
    node.allowKeys("maximize", "minimize", "weights", "winsorize");
    RecipeNode range = node.get("winsorize");
    if (range.isPresent()) {
      range.expectMapping("a mapping such as {low: 1%, high: 99%}");
    }
    range.allowKeys("low", "high");
    BigDecimal low = range.get("low").percentOr(BigDecimal.ZERO);
    BigDecimal high = range.get("high").percentOr(BigDecimal.valueOf(100));
    if (low.compareTo(high) >= 0) {
      range.problem("expected low below high, found " + range.shown());
      return new Choice.Topsis(criteria, Winsorizing.NONE);
    }
    return new Choice.Topsis(criteria, new Winsorizing(low, high));
  }

  private static List<Criterion> criteria(RecipeNode node) {
    node.expectMapping("a mapping such as {maximize: [donod.don], minimize: [donod.nod]}");
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
        String column = column(item);
        if (criteria.stream().anyMatch(c -> c.column().equals(column))) {
          item.problem("column '" + column + "' is listed twice");
          continue;
        }
        RecipeNode weight = node.get("weights").get(column);
        criteria.add(
            new Criterion(
                column,
                key.equals("maximize") ? Goal.MAXIMIZE : Goal.MINIMIZE,
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
    return List.copyOf(criteria);
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    choice.needed().forEach(column -> context.needColumn(where, column));
    Groups.check(within, where, context);
    List<String> added = new ArrayList<>(choice.added());
    if (explains) {
      added.addAll(ExplainKept.COLUMNS);
    }
    return Optional.of(
        new PreparedStep(
            label,
            "keep "
                + keep.map(amount -> amount + " ").orElse("rows ")
                + choice.summary()
                + ", "
                + Groups.summary(within),
            added,
            List.of(),
            new RowForecast(keep.isPresent() && within == Scope.DOMAIN, this::rowsAfter),
            false,
            new Select(
                choice, new Choice.Settings(label, context.seed(), keep, within, explains))));
  }

  private Map<String, Long> rowsAfter(Map<String, Long> before) {
    return keep.map(amount -> Groups.rowsAfter(before, amount, within)).orElse(before);
  }

  private static final class Select extends PTransform<PCollection<CorpusBatch>, StepResult> {
    private final transient Choice choice;
    private final transient Choice.Settings settings;

    Select(Choice choice, Choice.Settings settings) {
      this.choice = choice;
      this.settings = settings;
    }

    @Override
    public StepResult expand(PCollection<CorpusBatch> corpus) {
      return choice.apply(corpus, settings);
    }
  }
}
