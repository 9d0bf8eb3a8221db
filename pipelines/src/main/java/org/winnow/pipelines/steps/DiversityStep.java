package org.winnow.pipelines.steps;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.scorers.GradientSketchScorer;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.features.FeatureColumns;
import org.winnow.transforms.select.Criterion;
import org.winnow.transforms.select.KeepDiverse;
import org.winnow.transforms.select.RowOrder;

/**
 * {@code diversity}: keeps the best rows that are unlike each other.
 *
 * @param criterion which rows are best
 * @param features what the names of the feature columns begin with
 * @param threshold greatest cosine that two rows that stay may have
 * @param keep how many rows of each group stay at most
 * @param within what a group is
 * @param after whether the rows keep their features
 * @param hasBaseline whether as many rows are drawn by chance, beside the output
 */
record DiversityStep(
    Criterion criterion,
    String features,
    double threshold,
    Amount keep,
    Grouping within,
    FeatureColumns after,
    boolean hasBaseline)
    implements StepSpec {
  private static final double THRESHOLD = 0.9;

  static final StepType TYPE =
      new StepType(
          "diversity",
          "Keeps the best rows that are unlike each other: looks at rows in the order of a score and"
              + " keeps a row if its cosine with every row kept so far is at most a threshold (DEITA,"
              + " ICLR 2024, here without its dependence on batches). The features of a group must"
              + " fit one worker, 4 bytes each, 2 GiB at most; time grows with rows times rows kept.",
          List.of(
              new OptionDoc("highest", "a score column", "", "Looks at rows of high values first."),
              new OptionDoc("lowest", "a score column", "", "Looks at rows of low values first."),
              new OptionDoc(
                  "features",
                  "the beginning of names of score columns",
                  GradientSketchScorer.PREFIX,
                  "Which columns are a row's vector."),
              new OptionDoc(
                  "threshold",
                  "a number from -1 to 1",
                  "0.9",
                  "Greatest cosine that two rows that stay may have."),
              new OptionDoc(
                  "keep",
                  "30% or {rows: 5000}",
                  "100%",
                  "How many rows of each group stay at most; fewer stay if the others are too"
                      + " similar."),
              Groups.DOC,
              new OptionDoc(
                  "keep_features",
                  "true or false",
                  "false",
                  "Whether the feature columns stay in the rows and in the output."),
              Baseline.DOC),
          "diversity: {highest: loss.mean, threshold: 0.9, keep: {rows: 6000}}",
          DiversityStep::read);

  private static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping such as {highest: loss.mean, keep: {rows: 6000}}");
    body.allowKeys(
        "highest",
        "lowest",
        "features",
        "threshold",
        "keep",
        "within",
        "keep_features",
        Baseline.KEY);
    boolean isHighest = body.get("highest").isPresent();
    if (isHighest == body.get("lowest").isPresent()) {
      body.problem("expected exactly one of highest and lowest");
    }
    double threshold = body.get("threshold").numberOr(THRESHOLD);
    if (!(threshold >= -1 && threshold <= 1)) {
      body.get("threshold")
          .problem("expected a number from -1 to 1, found " + body.get("threshold").shown());
      threshold = THRESHOLD;
    }
    return new DiversityStep(
        new Criterion(
            body.get(isHighest ? "highest" : "lowest").textOr("", "a score column"),
            isHighest ? Criterion.Goal.MAXIMIZE : Criterion.Goal.MINIMIZE,
            1),
        body.get("features").textOr(GradientSketchScorer.PREFIX, "the beginning of column names"),
        threshold,
        body.get("keep").isPresent()
            ? body.get("keep").part()
            : new Amount.Percent(BigDecimal.valueOf(100)),
        Groups.read(body),
        body.get("keep_features").flagOr(false) ? FeatureColumns.KEEP : FeatureColumns.DROP,
        Baseline.read(body));
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    context.needColumn(where, criterion.column());
    Groups.check(within, where, context);
    List<String> columns = context.needColumnsFrom(where, features);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PreparedStep(
            label,
            "keep up to "
                + keep
                + " by "
                + criterion.column()
                + " whose cosine over "
                + columns.size()
                + " features, "
                + features
                + "*, is at most "
                + threshold
                + ", "
                + Groups.summary(within),
            List.of(),
            after == FeatureColumns.DROP ? columns : List.of(),
            List.of(),
            List.of(),
            new RowForecast(false, before -> Groups.rowsAfter(before, keep, within)),
            false,
            new KeepDiverse(
                label,
                context.seed(),
                new RowOrder.ByColumn(criterion.column(), criterion.goal()),
                columns,
                threshold,
                keep,
                within,
                after)));
  }
}
