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
 * u_ie   = a_ie / |a_ie|               a_ie = features of row i at checkpoint e: a sketch of its
 *                                             gradient there
 * m_te   = sum of u_je over the rows j of target group t
 * w_e    = eta_e / sum of all eta      eta_e = learning rate at checkpoint e
 * cosine = max over t of sum over e of w_e u_ie . m_te / |m_te|
 * </pre>
 *
 * <p>One step down the gradient of row i changes the loss of the target by minus the inner product
 * of their gradients, times the learning rate; a training takes such steps at all its checkpoints.
 * Lengths are left out, because they prefer short answers. With one checkpoint the learning rate
 * does not matter.
 *
 * <p>A row without one of the features, or with nothing but zeros at one of the checkpoints, gets
 * no cosine. A target row without one of the features does not count at any checkpoint, and a group
 * whose directions cancel at one of them is not compared with. The result is the same for every
 * order and grouping of both sets.
 *
 * <p>LESS: Selecting Influential Data for Targeted Instruction Tuning, arXiv 2402.04333, whose
 * gradients of the corpus are Adam's, at the checkpoints of a LoRA warm-up; here they are those of
 * the loss, as for the target.
 */
public final class AddInfluence
    extends PTransform<PCollection<CorpusBatch>, PCollection<CorpusBatch>> {
  /**
   * Name of the column that is added; in [-1, 1], higher is better. With several checkpoints it is
   * the mean of their cosines, weighted by learning rate.
   */
  public static final String COSINE = "influence.cosine";

  private final CheckpointDirections directions;
  private final transient PCollection<CorpusBatch> target;
  private final Scope scope;
  private final FeatureColumns after;

  /**
   * A step that adds influence.
   *
   * @param checkpoints score columns of both sets, at least one checkpoint; no column twice
   * @param target the target set, with these columns
   * @param scope whether the target is one group, or each of its domains is one
   * @param after whether the rows keep their features
   */
  public AddInfluence(
      List<CheckpointFeatures> checkpoints,
      PCollection<CorpusBatch> target,
      Scope scope,
      FeatureColumns after) {
    if (checkpoints.isEmpty()) {
      throw new IllegalArgumentException("influence needs the features of at least one checkpoint");
    }
    this.directions = new CheckpointDirections(checkpoints);
    this.target = target;
    this.scope = scope;
    this.after = after;
  }

  @Override
  public PCollection<CorpusBatch> expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Map<String, FixedPointSums>> targets =
        target
            .apply("Sum directions", ParDo.of(new SumDirections(directions, scope)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), FixedPointSums.CODER))
            .apply("Merge directions", Combine.perKey(FixedPointSums::merge))
            .apply("View directions", View.asMap());
    return corpus
        .apply(
            "Add cosine",
            ParDo.of(new AddCosine(directions, after, targets)).withSideInputs(targets))
        .setCoder(CorpusBatchCoder.of());
  }

  private static final class SumDirections extends DoFn<CorpusBatch, KV<String, FixedPointSums>> {
    private final CheckpointDirections directions;
    private final Scope scope;

    SumDirections(CheckpointDirections directions, Scope scope) {
      this.directions = directions;
      this.scope = scope;
    }

    @ProcessElement
    public void process(
        @Element CorpusBatch batch, OutputReceiver<KV<String, FixedPointSums>> out) {
      Map<String, FixedPointSums> byGroup = new TreeMap<>();
      List<Optional<double[]>> rows = directions.of(batch);
      List<String> domains = batch.domains();
      for (int row = 0; row < rows.size(); row++) {
        if (rows.get(row).isPresent()) {
          double[] units = rows.get(row).get();
          FixedPointSums sums =
              byGroup.computeIfAbsent(
                  scope.group(domains.get(row)), g -> FixedPointSums.zero(units.length));
          for (int i = 0; i < units.length; i++) {
            sums.add(i, units[i]);
          }
        }
      }
      byGroup.forEach((group, sums) -> out.output(KV.of(group, sums)));
    }
  }

  private static final class AddCosine extends DoFn<CorpusBatch, CorpusBatch> {
    private final CheckpointDirections directions;
    private final FeatureColumns after;
    private final PCollectionView<Map<String, FixedPointSums>> targets;

    AddCosine(
        CheckpointDirections directions,
        FeatureColumns after,
        PCollectionView<Map<String, FixedPointSums>> targets) {
      this.directions = directions;
      this.after = after;
      this.targets = targets;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Collection<FixedPointSums> sums = context.sideInput(targets).values();
      if (sums.isEmpty()) {
        throw new IllegalStateException(
            "influence: no row of the target has features; its rejections say why");
      }
      double[][] weighted =
          sums.stream()
              .flatMap(s -> directions.weightedTarget(s.values()).stream())
              .toArray(double[][]::new);
      List<Optional<double[]>> rows = directions.of(batch);
      double[] cosines = new double[batch.rows()];
      Arrays.fill(cosines, Double.NaN);
      for (int row = 0; row < cosines.length; row++) {
        if (rows.get(row).filter(directions::isComplete).isPresent()) {
          cosines[row] = greatestCosine(rows.get(row).get(), weighted);
        }
      }
      context.output(
          after.of(
              batch.withScores(List.of(COSINE), new double[][] {cosines}), directions.columns()));
    }
  }

  /**
   * The greatest weighted cosine with any target; NaN if there is none.
   *
   * @param units double[features of all checkpoints], of length 1 at each checkpoint
   * @param targets double[target][features of all checkpoints], at each checkpoint of the length
   *     that is its weight
   */
  private static double greatestCosine(double[] units, double[][] targets) {
    double greatest = Double.NaN;
    for (double[] target : targets) {
      double cosine = 0;
      for (int i = 0; i < units.length; i++) {
        cosine += units[i] * target[i];
      }
      greatest = Double.isNaN(greatest) ? cosine : Math.max(greatest, cosine);
    }
    return Math.max(-1, Math.min(1, greatest));
  }
}
