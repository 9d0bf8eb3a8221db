package org.winnow.transforms.features;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.features.AddLeverage.Length;

/**
 * Adds the column {@value #SENSITIVITY}: the Lewis weight of each row's features, see {@link
 * LewisWeights}, which stands for its l_p sensitivity.
 *
 * <p>One pass over numbers for each step of the iteration, 1 for p = 2, 11 for p = 1 and p = 3; a k
 * x k matrix is shuffled for each. A row without one of the features takes no part and gets no
 * sensitivity. The result is the same for every order and grouping of the rows.
 */
public final class AddSensitivity
    extends PTransform<PCollection<CorpusBatch>, PCollection<CorpusBatch>> {
  /** Name of the column that is added; from 0, the sum is at most the number of features. */
  public static final String SENSITIVITY = "sensitivity.score";

  /** The greatest p: above it, the iteration takes ever more passes, and from 4 on never ends. */
  public static final double MAX_P = 3;

  private final List<String> features;
  private final Length length;
  private final double p;
  private final double ridge;
  private final FeatureColumns after;

  /**
   * A step that adds sensitivity.
   *
   * @param features score columns, at least one
   * @param p from 1 to {@value #MAX_P}
   * @param ridge lambda over the mean square of a feature; finite, 0 or more
   * @param after whether the rows keep their features
   */
  public AddSensitivity(
      List<String> features, Length length, double p, double ridge, FeatureColumns after) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException("sensitivity needs at least one feature");
    }
    if (!(p >= 1 && p <= MAX_P)) {
      throw new IllegalArgumentException("p must be from 1 to " + MAX_P + ", got " + p);
    }
    if (!(ridge >= 0) || Double.isInfinite(ridge)) {
      throw new IllegalArgumentException("ridge must be >= 0 and finite, got " + ridge);
    }
    this.features = List.copyOf(features);
    this.length = length;
    this.p = p;
    this.ridge = ridge;
    this.after = after;
  }

  @Override
  public PCollection<CorpusBatch> expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Double> scale = AddLeverage.scale(corpus, features, length);
    List<PCollectionView<LewisWeights>> before = List.of();
    for (int step = 1; step <= LewisWeights.steps(p); step++) {
      PCollectionView<LewisWeights> after =
          corpus
              .apply(
                  "Measure matrices " + step,
                  ParDo.of(new Measure(this, scale, before))
                      .withSideInputs(scale)
                      .withSideInputs(before))
              .setCoder(Gram.CODER)
              // Without rows nobody asks for the matrix.
              .apply(
                  "Merge matrices " + step,
                  Combine.globally(new AddLeverage.MergeGrams(features.size())).withoutDefaults())
              .apply(
                  "Decompose " + step,
                  ParDo.of(new Decompose(p, ridge, before)).withSideInputs(before))
              .setCoder(LewisWeights.CODER)
              .apply("View weights " + step, View.asSingleton());
      before = List.of(after);
    }
    PCollectionView<LewisWeights> last = before.get(0);
    return corpus
        .apply("Add sensitivity", ParDo.of(new Add(this, scale, last)).withSideInputs(scale, last))
        .setCoder(CorpusBatchCoder.of());
  }

  private static final class Measure extends DoFn<CorpusBatch, Gram> {
    private final AddSensitivity settings;
    private final PCollectionView<Double> scale;
    private final List<PCollectionView<LewisWeights>> before;

    Measure(
        AddSensitivity settings,
        PCollectionView<Double> scale,
        List<PCollectionView<LewisWeights>> before) {
      this.settings = settings;
      this.scale = scale;
      this.before = before;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Gram gram = Gram.empty(settings.features.size());
      for (Optional<double[]> vector : FeatureRows.of(context.element(), settings.features)) {
        AddLeverage.comparable(vector, settings.length, context.sideInput(scale))
            .ifPresent(row -> gram.add(row, factor(row, context)));
      }
      context.output(gram);
    }

    private double factor(double[] row, ProcessContext context) {
      return before.isEmpty() ? 1 : context.sideInput(before.get(0)).factor(row);
    }
  }

  private static final class Decompose extends DoFn<Gram, LewisWeights> {
    private final double p;
    private final double ridge;
    private final List<PCollectionView<LewisWeights>> before;

    Decompose(double p, double ridge, List<PCollectionView<LewisWeights>> before) {
      this.p = p;
      this.ridge = ridge;
      this.before = before;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Gram gram = context.element();
      context.output(
          before.isEmpty()
              ? LewisWeights.first(gram, ridge, p)
              : context.sideInput(before.get(0)).next(gram, ridge));
    }
  }

  private static final class Add extends DoFn<CorpusBatch, CorpusBatch> {
    private final AddSensitivity settings;
    private final PCollectionView<Double> scale;
    private final PCollectionView<LewisWeights> weights;

    Add(
        AddSensitivity settings,
        PCollectionView<Double> scale,
        PCollectionView<LewisWeights> weights) {
      this.settings = settings;
      this.scale = scale;
      this.weights = weights;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      LewisWeights measured = context.sideInput(weights);
      List<Optional<double[]>> vectors = FeatureRows.of(batch, settings.features);
      double[] scores = new double[batch.rows()];
      Arrays.fill(scores, Double.NaN);
      for (int row = 0; row < scores.length; row++) {
        int at = row;
        AddLeverage.comparable(vectors.get(row), settings.length, context.sideInput(scale))
            .ifPresent(vector -> scores[at] = measured.weight(vector));
      }
      context.output(
          settings.after.of(
              batch.withScores(List.of(SENSITIVITY), new double[][] {scores}), settings.features));
    }
  }
}
