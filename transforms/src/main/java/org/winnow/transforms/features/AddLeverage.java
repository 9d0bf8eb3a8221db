package org.winnow.transforms.features;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.coders.DoubleCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.Max;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.CorpusBatchCoder;

/**
 * Adds the column {@value #LEVERAGE}: the ridge leverage of each row's features, see {@link
 * RidgeLeverage}.
 *
 * <p>Two passes over numbers: the Gram matrix of all rows, k x k for k features, then the leverage
 * of each row; the matrix is decomposed once in between. A row without one of the features takes no
 * part and gets no leverage. Rows that are not brought to unit length cost one pass more, for the
 * greatest feature. The result is the same for every order and grouping of the rows.
 *
 * <p>Leverage finds unusual rows, and noise is unusual: combine it with a score of quality.
 */
public final class AddLeverage
    extends PTransform<PCollection<CorpusBatch>, PCollection<CorpusBatch>> {
  /** Name of the column that is added; in [0, 1], higher is less like the other rows. */
  public static final String LEVERAGE = "leverage.score";

  private final List<String> features;
  private final Length length;
  private final double ridge;
  private final FeatureColumns after;

  /** How long the vectors are that are compared. */
  public enum Length {
    /** All are brought to length 1, so that directions alone count. */
    UNIT,
    /** As long as they are. */
    OWN
  }

  /**
   * A step that adds leverage.
   *
   * @param features score columns, at least one
   * @param ridge lambda over the mean square of a feature; finite, 0 or more
   * @param after whether the rows keep their features
   */
  public AddLeverage(List<String> features, Length length, double ridge, FeatureColumns after) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException("leverage needs at least one feature");
    }
    if (!(ridge >= 0) || Double.isInfinite(ridge)) {
      throw new IllegalArgumentException("ridge must be >= 0 and finite, got " + ridge);
    }
    this.features = List.copyOf(features);
    this.length = length;
    this.ridge = ridge;
    this.after = after;
  }

  @Override
  public PCollection<CorpusBatch> expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Double> scale = scale(corpus, features, length);
    PCollectionView<RidgeLeverage> leverage =
        corpus
            .apply(
                "Measure Gram matrices",
                ParDo.of(new Measure(features, length, scale)).withSideInputs(scale))
            .setCoder(Gram.CODER)
            // Without rows nobody asks for the matrix.
            .apply(
                "Merge Gram matrices",
                Combine.globally(new MergeGrams(features.size())).withoutDefaults())
            .apply("Decompose", ParDo.of(new Decompose(ridge)))
            .setCoder(RidgeLeverage.CODER)
            .apply("View leverage", View.asSingleton());
    return corpus
        .apply(
            "Add leverage",
            ParDo.of(new Add(features, length, after, scale, leverage))
                .withSideInputs(scale, leverage))
        .setCoder(CorpusBatchCoder.of());
  }

  /** The factor that brings every feature into [-1, 1]; leverage does not depend on it. */
  static PCollectionView<Double> scale(
      PCollection<CorpusBatch> corpus, List<String> features, Length length) {
    PCollection<Double> scale =
        length == Length.UNIT
            ? corpus.getPipeline().apply("Take unit lengths", Create.of(1.0))
            : corpus
                .apply("Find greatest features", ParDo.of(new Greatest(features)))
                .setCoder(DoubleCoder.of())
                .apply("Find the greatest", Max.doublesGlobally())
                .apply("Choose scale", ParDo.of(new Scale()))
                .setCoder(DoubleCoder.of());
    return scale.apply("View scale", View.asSingleton());
  }

  /** A vector as it is compared with others. */
  static Optional<double[]> comparable(Optional<double[]> vector, Length length, double scale) {
    return vector.map(
        v -> length == Length.UNIT ? FeatureRows.unit(v) : FeatureRows.scaled(v, scale));
  }

  private static final class Greatest extends DoFn<CorpusBatch, Double> {
    private final List<String> features;

    Greatest(List<String> features) {
      this.features = features;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<Double> out) {
      double greatest = 0;
      for (Optional<double[]> vector : FeatureRows.of(batch, features)) {
        greatest = Math.max(greatest, vector.map(FeatureRows::greatest).orElse(0.0));
      }
      out.output(greatest);
    }
  }

  private static final class Scale extends DoFn<Double, Double> {
    @ProcessElement
    public void process(@Element Double greatest, OutputReceiver<Double> out) {
      out.output(FeatureRows.scaleFor(greatest));
    }
  }

  private static final class Measure extends DoFn<CorpusBatch, Gram> {
    private final List<String> features;
    private final Length length;
    private final PCollectionView<Double> scale;

    Measure(List<String> features, Length length, PCollectionView<Double> scale) {
      this.features = features;
      this.length = length;
      this.scale = scale;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Gram gram = Gram.empty(features.size());
      for (Optional<double[]> vector : FeatureRows.of(context.element(), features)) {
        comparable(vector, length, context.sideInput(scale)).ifPresent(gram::add);
      }
      context.output(gram);
    }
  }

  /** Adds up Gram matrices; the order of its inputs does not matter. */
  static final class MergeGrams extends Combine.CombineFn<Gram, Gram, Gram> {
    private final int size;

    MergeGrams(int size) {
      this.size = size;
    }

    @Override
    public Gram createAccumulator() {
      return Gram.empty(size);
    }

    @Override
    public Gram addInput(Gram sum, Gram input) {
      sum.add(input);
      return sum;
    }

    @Override
    public Gram mergeAccumulators(Iterable<Gram> parts) {
      Gram sum = createAccumulator();
      parts.forEach(sum::add);
      return sum;
    }

    @Override
    public Gram extractOutput(Gram sum) {
      return sum;
    }

    @Override
    public Coder<Gram> getAccumulatorCoder(CoderRegistry registry, Coder<Gram> input) {
      return Gram.CODER;
    }

    @Override
    public Coder<Gram> getDefaultOutputCoder(CoderRegistry registry, Coder<Gram> input) {
      return Gram.CODER;
    }
  }

  private static final class Decompose extends DoFn<Gram, RidgeLeverage> {
    private final double ridge;

    Decompose(double ridge) {
      this.ridge = ridge;
    }

    @ProcessElement
    public void process(@Element Gram gram, OutputReceiver<RidgeLeverage> out) {
      out.output(RidgeLeverage.of(gram, ridge));
    }
  }

  private static final class Add extends DoFn<CorpusBatch, CorpusBatch> {
    private final List<String> features;
    private final Length length;
    private final FeatureColumns after;
    private final PCollectionView<Double> scale;
    private final PCollectionView<RidgeLeverage> leverage;

    Add(
        List<String> features,
        Length length,
        FeatureColumns after,
        PCollectionView<Double> scale,
        PCollectionView<RidgeLeverage> leverage) {
      this.features = features;
      this.length = length;
      this.after = after;
      this.scale = scale;
      this.leverage = leverage;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      RidgeLeverage measured = context.sideInput(leverage);
      List<Optional<double[]>> vectors = FeatureRows.of(batch, features);
      double[] scores = new double[batch.rows()];
      Arrays.fill(scores, Double.NaN);
      for (int row = 0; row < scores.length; row++) {
        int at = row;
        comparable(vectors.get(row), length, context.sideInput(scale))
            .ifPresent(vector -> scores[at] = measured.of(vector));
      }
      context.output(
          after.of(batch.withScores(List.of(LEVERAGE), new double[][] {scores}), features));
    }
  }
}
