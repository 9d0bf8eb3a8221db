package org.winnow.transforms.features;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.Scope;

/**
 * Adds the column {@value #COSINE}: how much training on a row would help with a target set, to
 * first order.
 *
 * <pre>
 * u_i    = a_i / |a_i|                    a_i = features of row i: a sketch of its gradient
 * m_t    = sum of u_j over the rows j of target group t
 * cosine = max over t of u_i . m_t / |m_t|
 * </pre>
 *
 * <p>One step down the gradient of row i changes the loss of the target by minus the inner product
 * of their gradients. Lengths are left out, because they prefer short answers. A row without one of
 * the features, or with nothing but zeros, gets no cosine. The result is the same for every order
 * and grouping of both sets.
 *
 * <p>LESS: Selecting Influential Data for Targeted Instruction Tuning, arXiv 2402.04333, whose
 * gradients are Adam's, at several checkpoints of a LoRA warm-up; here they are those of one
 * checkpoint as it is.
 */
public final class AddInfluence
    extends PTransform<PCollection<CorpusBatch>, PCollection<CorpusBatch>> {
  /** Name of the column that is added; in [-1, 1], higher is better. */
  public static final String COSINE = "influence.cosine";

  private final List<String> features;
  private final transient PCollection<CorpusBatch> target;
  private final Scope scope;
  private final FeatureColumns after;

  /**
   * A step that adds influence.
   *
   * @param features score columns of both sets, at least one
   * @param target the target set, with these columns
   * @param scope whether the target is one group, or each of its domains is one
   * @param after whether the rows keep their features
   */
  public AddInfluence(
      List<String> features, PCollection<CorpusBatch> target, Scope scope, FeatureColumns after) {
    if (features.isEmpty()) {
      throw new IllegalArgumentException("influence needs at least one feature");
    }
    this.features = List.copyOf(features);
    this.target = target;
    this.scope = scope;
    this.after = after;
  }

  @Override
  public PCollection<CorpusBatch> expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Map<String, FixedPointSums>> directions =
        target
            .apply("Sum directions", ParDo.of(new SumDirections(features, scope)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), FixedPointSums.CODER))
            .apply("Merge directions", Combine.perKey(FixedPointSums::merge))
            .apply("View directions", View.asMap());
    return corpus
        .apply(
            "Add cosine",
            ParDo.of(new AddCosine(features, after, directions)).withSideInputs(directions))
        .setCoder(CorpusBatchCoder.of());
  }

  private static final class SumDirections extends DoFn<CorpusBatch, KV<String, FixedPointSums>> {
    private final List<String> features;
    private final Scope scope;

    SumDirections(List<String> features, Scope scope) {
      this.features = features;
      this.scope = scope;
    }

    @ProcessElement
    public void process(
        @Element CorpusBatch batch, OutputReceiver<KV<String, FixedPointSums>> out) {
      Map<String, FixedPointSums> byGroup = new TreeMap<>();
      List<Optional<double[]>> vectors = FeatureRows.of(batch, features);
      List<String> domains = batch.domains();
      for (int row = 0; row < vectors.size(); row++) {
        if (vectors.get(row).isPresent()) {
          double[] unit = FeatureRows.unit(vectors.get(row).get());
          FixedPointSums sums =
              byGroup.computeIfAbsent(
                  scope.group(domains.get(row)), g -> FixedPointSums.zero(features.size()));
          for (int i = 0; i < unit.length; i++) {
            sums.add(i, unit[i]);
          }
        }
      }
      byGroup.forEach((group, sums) -> out.output(KV.of(group, sums)));
    }
  }

  private static final class AddCosine extends DoFn<CorpusBatch, CorpusBatch> {
    private final List<String> features;
    private final FeatureColumns after;
    private final PCollectionView<Map<String, FixedPointSums>> directions;

    AddCosine(
        List<String> features,
        FeatureColumns after,
        PCollectionView<Map<String, FixedPointSums>> directions) {
      this.features = features;
      this.after = after;
      this.directions = directions;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Collection<FixedPointSums> sums = context.sideInput(directions).values();
      if (sums.isEmpty()) {
        throw new IllegalStateException(
            "influence: no row of the target has features; its rejections say why");
      }
      double[][] targets =
          sums.stream().map(s -> FeatureRows.unit(s.values())).toArray(double[][]::new);
      List<Optional<double[]>> vectors = FeatureRows.of(batch, features);
      double[] cosines = new double[batch.rows()];
      Arrays.fill(cosines, Double.NaN);
      for (int row = 0; row < cosines.length; row++) {
        if (vectors.get(row).isPresent()) {
          cosines[row] = greatestCosine(FeatureRows.unit(vectors.get(row).get()), targets);
        }
      }
      context.output(
          after.of(batch.withScores(List.of(COSINE), new double[][] {cosines}), features));
    }
  }

  /**
   * The greatest cosine with any target; NaN if the row, or every target, has no direction.
   *
   * @param unit double[features], of length 1 or 0
   * @param targets double[target][features], likewise
   */
  private static double greatestCosine(double[] unit, double[][] targets) {
    double greatest = Double.NEGATIVE_INFINITY;
    for (double[] target : targets) {
      if (FeatureRows.greatest(target) > 0) {
        double cosine = 0;
        for (int i = 0; i < unit.length; i++) {
          cosine += unit[i] * target[i];
        }
        greatest = Math.max(greatest, cosine);
      }
    }
    boolean hasNone = greatest == Double.NEGATIVE_INFINITY || FeatureRows.greatest(unit) == 0;
    return hasNone ? Double.NaN : Math.max(-1, Math.min(1, greatest));
  }
}
