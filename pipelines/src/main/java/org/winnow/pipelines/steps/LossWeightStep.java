package org.winnow.pipelines.steps;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.transforms.Scope;
import org.winnow.transforms.weigh.LossStrategy;
import org.winnow.transforms.weigh.LossWeighting;
import org.winnow.transforms.weigh.WeighByLoss;

/**
 * {@code loss_weight}: sets the rows' training weights from their losses.
 *
 * @param column the losses
 * @param weighting how they become weights
 * @param groupRows rows of a group on average
 * @param within what is divided into groups
 */
record LossWeightStep(String column, LossWeighting weighting, int groupRows, Scope within)
    implements StepSpec {
  private static final double TEMPERATURE = 0.4;
  private static final int GROUP_ROWS = 1024;

  /** A worker holds the losses of one group. */
  private static final int MAX_GROUP_ROWS = 1_000_000;

  static final StepType TYPE =
      new StepType(
          "loss_weight",
          "Sets each row's training weight from its loss by dynamic loss-based reweighting (arXiv"
              + " 2502.06733): n times a softmax over a group of n rows, so that weights have mean 1;"
              + " a row without a loss gets weight 1.",
          List.of(
              new OptionDoc(
                  "column", "a score column", "loss.mean", "Losses in nats, one for each row."),
              new OptionDoc(
                  "strategy",
                  "lin_upper, quadratic, extremes or uniform",
                  "lin_upper",
                  "What gets more weight: all but the lowest losses (rising to mid-range, flat above),"
                      + " medium ones, both ends, or nothing."),
              new OptionDoc(
                  "temperature",
                  "a number above 0",
                  "0.4",
                  "r of the softmax; greater values even the weights out."),
              new OptionDoc(
                  "clip",
                  "{low: 1%, high: 99%}",
                  "{low: 0%, high: 100%}",
                  "Losses beyond these quantiles of their group count as the quantile, so that an"
                      + " outlier does not set the scale."),
              new OptionDoc(
                  "group_rows",
                  "a whole number from 2 to 1000000",
                  "1024",
                  "Rows of a group on average; groups are drawn by a hash of seed and id, and the"
                      + " lowest and the highest loss are those of the group."),
              new OptionDoc(
                  "within",
                  "corpus or domain",
                  "corpus",
                  "Whether groups are drawn from all rows or from each domain.")),
          "loss_weight: {strategy: lin_upper, temperature: 0.4, clip: {low: 1%, high: 99%}}",
          LossWeightStep::read);

  private static StepSpec read(RecipeNode body) {
    if (body.isPresent()) {
      body.expectMapping("a mapping such as {strategy: lin_upper}");
    }
    body.allowKeys("column", "strategy", "temperature", "clip", "group_rows", "within");
    RecipeNode clip = body.get("clip");
    if (clip.isPresent()) {
      clip.expectMapping("a mapping such as {low: 1%, high: 99%}");
    }
    clip.allowKeys("low", "high");
    BigDecimal low = clip.get("low").percentOr(BigDecimal.ZERO);
    BigDecimal high = clip.get("high").percentOr(BigDecimal.valueOf(100));
    LossStrategy strategy =
        body.get("strategy").oneOfOr(LossStrategy.LIN_UPPER, LossStrategy.class);
    double temperature = body.get("temperature").positiveOr(TEMPERATURE);
    LossWeighting weighting = LossWeighting.of(strategy, temperature);
    if (low.compareTo(high) < 0) {
      weighting = new LossWeighting(strategy, temperature, low, high);
    } else {
      clip.problem("expected low below high, found " + clip.shown());
    }
    return new LossWeightStep(
        body.get("column").textOr("loss.mean", "a score column"),
        weighting,
        (int) body.get("group_rows").wholeOr(GROUP_ROWS, 2, MAX_GROUP_ROWS),
        body.get("within").oneOfOr(Scope.CORPUS, Scope.class));
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    context.needColumn(where, column);
    return Optional.of(
        new PreparedStep(
            label,
            "weigh rows by "
                + column
                + ", "
                + weighting.strategy().name().toLowerCase(Locale.ROOT)
                + " at temperature "
                + weighting.temperature()
                + ", in groups of about "
                + groupRows
                + " rows of "
                + (within == Scope.DOMAIN ? "a domain" : "the corpus"),
            List.of(),
            List.of(),
            RowForecast.unchanged(true),
            false,
            new WeighByLoss(label, context.seed(), column, weighting, groupRows, within)));
  }
}
