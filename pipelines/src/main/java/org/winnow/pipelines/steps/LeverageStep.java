package org.winnow.pipelines.steps;

import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.schemas.CorpusBatch;
import org.winnow.scorers.GradientSketchScorer;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.features.AddLeverage;
import org.winnow.transforms.features.AddLeverage.Length;
import org.winnow.transforms.features.FeatureColumns;

/**
 * {@code leverage}: scores how little the other rows say about the direction of a row.
 *
 * @param features what the names of the feature columns begin with
 * @param length whether the vectors are brought to length 1
 * @param ridge lambda over the mean square of a feature
 * @param after whether the rows keep their features
 */
record LeverageStep(String features, Length length, double ridge, FeatureColumns after)
    implements StepSpec {
  private static final double RIDGE = 1e-3;

  static final StepType TYPE =
      new StepType(
          "leverage",
          "Adds "
              + AddLeverage.LEVERAGE
              + ", from 0 to 1: the ridge leverage of a row's features, high where few other rows"
              + " point in its direction. The sum over all rows is the effective dimension.",
          List.of(
              new OptionDoc(
                  "features",
                  "the beginning of names of score columns",
                  GradientSketchScorer.PREFIX,
                  "Which columns are a row's vector; by default those of the scorer"
                      + " gradient_sketch."),
              new OptionDoc(
                  "normalize",
                  "true or false",
                  "true",
                  "Brings vectors to length 1, so that directions count and short answers with"
                      + " large gradients do not."),
              new OptionDoc(
                  "ridge",
                  "a number above 0",
                  "0.001",
                  "Lambda, relative to the mean square of a feature: greater values ignore weak"
                      + " directions."),
              new OptionDoc(
                  "keep_features",
                  "true or false",
                  "false",
                  "Whether the feature columns stay in the rows and in the output.")),
          "leverage: {ridge: 0.001, keep_features: true}",
          LeverageStep::read);

  private static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping, which may be empty: {}");
    body.allowKeys("features", "normalize", "ridge", "keep_features");
    return new LeverageStep(
        body.get("features").textOr(GradientSketchScorer.PREFIX, "the beginning of column names"),
        body.get("normalize").flagOr(true) ? Length.UNIT : Length.OWN,
        body.get("ridge").positiveOr(RIDGE),
        body.get("keep_features").flagOr(false) ? FeatureColumns.KEEP : FeatureColumns.DROP);
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    List<String> columns = context.needColumnsFrom(where, features);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new PreparedStep(
            label,
            "leverage of " + columns.size() + " features, " + features + "*",
            List.of(AddLeverage.LEVERAGE),
            after == FeatureColumns.DROP ? columns : List.of(),
            List.of(),
            List.of(),
            RowForecast.unchanged(true),
            false,
            new Leverage(new AddLeverage(columns, length, ridge, after))));
  }

  private static final class Leverage extends PTransform<PCollection<CorpusBatch>, StepResult> {
    private final AddLeverage add;

    Leverage(AddLeverage add) {
      this.add = add;
    }

    @Override
    public StepResult expand(PCollection<CorpusBatch> corpus) {
      return StepResult.keepingAll(corpus.apply("Add leverage", add));
    }
  }
}
