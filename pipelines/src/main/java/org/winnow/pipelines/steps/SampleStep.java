package org.winnow.pipelines.steps;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.winnow.pipelines.recipe.RecipeNode;
import org.winnow.schemas.CorpusBatch;
import org.winnow.scorers.GradientSketchScorer;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Scope;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.features.AddLeverage;
import org.winnow.transforms.features.AddLeverage.Length;
import org.winnow.transforms.features.AddSensitivity;
import org.winnow.transforms.features.FeatureColumns;
import org.winnow.transforms.select.SampleByDpp;
import org.winnow.transforms.select.SampleBySize;
import org.winnow.transforms.select.SampleBySize.Weights;

/**
 * {@code sample}: draws rows that together stand for the corpus, by the geometry of their features.
 *
 * @param way by what rows are drawn
 * @param features what the names of the feature columns begin with
 * @param length whether the vectors are brought to length 1
 * @param ridge lambda over the mean square of a feature
 * @param p of the sensitivity; 2 elsewhere
 * @param coresetRows rows among which a process draws; 0 elsewhere
 * @param keep how many rows are drawn
 * @param weights what becomes of importance weights
 * @param after whether the rows keep their features
 * @param hasBaseline whether as many rows are drawn by chance, beside the output
 */
record SampleStep(
    Way way,
    String features,
    Length length,
    double ridge,
    double p,
    long coresetRows,
    Amount keep,
    Weights weights,
    FeatureColumns after,
    boolean hasBaseline)
    implements StepSpec {
  private static final double RIDGE = 1e-3;
  private static final long CORESET_ROWS = 20_000;

  /** Three arrays of so many rows and some hundred features fit into a worker. */
  private static final long MAX_CORESET_ROWS = 200_000;

  /** By what rows are drawn. */
  enum Way {
    LEVERAGE,
    SENSITIVITY,
    DPP;

    private String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String VECTORS = "features: gradient_sketch., normalize: true, ridge: 0.001";

  static final StepType TYPE =
      new StepType(
          "sample",
          "Draws exactly as many rows as asked for, by how little the other rows say about the"
              + " direction of their features. One of leverage, sensitivity and dpp decides; the"
              + " options of vectors are those of the step leverage. A row that is not drawn leaves"
              + " as not_sampled.",
          List.of(
              new OptionDoc(
                  "leverage",
                  "{" + VECTORS + "}",
                  "",
                  "Chances follow the ridge leverage plus 1/n, by priority sampling; adds "
                      + AddLeverage.LEVERAGE
                      + "."),
              new OptionDoc(
                  "sensitivity",
                  "{p: 1, " + VECTORS + "}",
                  "",
                  "Chances follow Lewis weights, which stand for the l_p sensitivity, plus 1/n; p is"
                      + " from 1 to 3, by default 1; adds "
                      + AddSensitivity.SENSITIVITY
                      + "."),
              new OptionDoc(
                  "dpp",
                  "{coreset: 20000, " + VECTORS + "}",
                  "",
                  "Draws by a projection determinantal point process over a coreset of so many rows,"
                      + " itself drawn by leverage; rows in like directions are hardly drawn"
                      + " together. More rows than features are drawn in rounds. Adds "
                      + AddLeverage.LEVERAGE
                      + "; takes no weights."),
              new OptionDoc(
                  "keep", "30% or {rows: 5000}", "", "How many rows with features are drawn."),
              new OptionDoc(
                  "weights",
                  "training, column or none",
                  "training",
                  "What becomes of the importance weight 1/q of a row that is drawn with chance q:"
                      + " the training weight is multiplied by it and scaled to mean 1, it becomes "
                      + SampleBySize.WEIGHT
                      + ", or nothing."),
              new OptionDoc(
                  "keep_features",
                  "true or false",
                  "false",
                  "Whether the feature columns stay in the rows and in the output."),
              Baseline.DOC),
          "sample: {leverage: {}, keep: {rows: 5000}, weights: training, keep_features: true}",
          SampleStep::read);

  private static StepSpec read(RecipeNode body) {
    body.expectMapping("a mapping such as {leverage: {}, keep: {rows: 5000}}");
    body.allowKeys(
        "leverage", "sensitivity", "dpp", "keep", "weights", "keep_features", Baseline.KEY);
    List<Way> given = new ArrayList<>();
    for (Way way : Way.values()) {
      if (body.get(way.key()).isPresent()) {
        given.add(way);
      }
    }
    if (given.size() != 1) {
      body.problem("expected exactly one of leverage, sensitivity and dpp");
    }
    Way way = given.isEmpty() ? Way.LEVERAGE : given.get(0);
    RecipeNode options = body.get(way.key());
    if (options.isPresent()) {
      options.expectMapping("a mapping, which may be empty: {}");
    }
    switch (way) {
      case LEVERAGE -> options.allowKeys("features", "normalize", "ridge");
      case SENSITIVITY -> options.allowKeys("p", "features", "normalize", "ridge");
      case DPP -> options.allowKeys("coreset", "features", "normalize", "ridge");
    }
    if (way == Way.DPP && body.get("weights").isPresent()) {
      body.get("weights").problem("says nothing beside dpp, whose rows carry no weights");
    }
    Amount keep = body.get("keep").part();
    long coreset = options.get("coreset").wholeOr(CORESET_ROWS, 1, MAX_CORESET_ROWS);
    if (way == Way.DPP && keep instanceof Amount.Rows rows && rows.rows() > coreset) {
      body.get("keep").problem(rows.rows() + " rows are more than the coreset's " + coreset);
    }
    return new SampleStep(
        way,
        options
            .get("features")
            .textOr(GradientSketchScorer.PREFIX, "the beginning of column names"),
        options.get("normalize").flagOr(true) ? Length.UNIT : Length.OWN,
        options.get("ridge").positiveOr(RIDGE),
        way == Way.SENSITIVITY ? p(options.get("p")) : 2,
        way == Way.DPP ? coreset : 0,
        keep,
        way == Way.DPP
            ? Weights.NONE
            : body.get("weights").oneOfOr(Weights.TRAINING, Weights.class),
        body.get("keep_features").flagOr(false) ? FeatureColumns.KEEP : FeatureColumns.DROP,
        Baseline.read(body));
  }

  private static double p(RecipeNode node) {
    double p = node.numberOr(1);
    if (p >= 1 && p <= AddSensitivity.MAX_P) {
      return p;
    }
    node.problem("expected a number from 1 to 3, found " + node.shown());
    return 1;
  }

  @Override
  public Optional<PreparedStep> prepare(String where, String label, PlanContext context) {
    List<String> columns = context.needColumnsFrom(where, features);
    if (columns.isEmpty()) {
      return Optional.empty();
    }
    List<String> added = new ArrayList<>(List.of(sizeColumn()));
    if (weights == Weights.COLUMN) {
      added.add(SampleBySize.WEIGHT);
    }
    return Optional.of(
        new PreparedStep(
            label,
            "draw "
                + keep
                + " by "
                + way.key()
                + (way == Way.SENSITIVITY ? " at p = " + p : "")
                + (way == Way.DPP ? " among " + coresetRows + " rows" : "")
                + " of "
                + columns.size()
                + " features, "
                + features
                + "*",
            added,
            after == FeatureColumns.DROP ? columns : List.of(),
            List.of(),
            List.of(),
            new RowForecast(false, before -> Groups.rowsAfter(before, keep, Scope.CORPUS)),
            false,
            new Draw(this, columns, label, context.seed())));
  }

  private String sizeColumn() {
    return way == Way.SENSITIVITY ? AddSensitivity.SENSITIVITY : AddLeverage.LEVERAGE;
  }

  private static final class Draw extends PTransform<PCollection<CorpusBatch>, StepResult> {
    private final transient SampleStep spec;
    private final List<String> features;
    private final String label;
    private final long seed;

    Draw(SampleStep spec, List<String> features, String label, long seed) {
      this.spec = spec;
      this.features = features;
      this.label = label;
      this.seed = seed;
    }

    @Override
    public StepResult expand(PCollection<CorpusBatch> corpus) {
      // A process still needs the features once leverage is known.
      FeatureColumns meanwhile = spec.way == Way.DPP ? FeatureColumns.KEEP : spec.after;
      PCollection<CorpusBatch> sized =
          corpus.apply(
              "Add " + spec.sizeColumn(),
              spec.way == Way.SENSITIVITY
                  ? new AddSensitivity(features, spec.length, spec.p, spec.ridge, meanwhile)
                  : new AddLeverage(features, spec.length, spec.ridge, meanwhile));
      if (spec.way == Way.DPP) {
        return sized.apply(
            "Draw by process",
            new SampleByDpp(
                label, seed, features, spec.length, spec.keep, spec.coresetRows, spec.after));
      }
      return sized.apply(
          "Draw by size",
          new SampleBySize(label, seed, spec.sizeColumn(), spec.keep, spec.weights));
    }
  }
}
