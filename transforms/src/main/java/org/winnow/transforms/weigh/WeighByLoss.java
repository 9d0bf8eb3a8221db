package org.winnow.transforms.weigh;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Seeds;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.DataCoder;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.Scope;
import org.winnow.transforms.StepResult;

/**
 * Sets every row's training weight from its loss, within groups that play the part of training
 * batches; see {@link LossGroup} for the formula.
 *
 * <p>A hash of seed, step and id puts each row into a group. There are as many groups as make them
 * {@code groupRows} rows large on average, at least one for each domain or for the corpus; rows of
 * equal content share a group and so a weight. A row without the loss takes no part and gets weight
 * 1, the mean of every group. No row leaves.
 *
 * <p>Shuffles one number for each row, no text; a worker holds the losses of one group. The result
 * depends on the set of rows alone.
 */
public final class WeighByLoss extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** Weight of a row that has no loss. */
  public static final double WITHOUT_LOSS = 1;

  private static final Coder<double[]> LOSSES =
      DataCoder.of(
          "doubles",
          (losses, out) ->
              DataCoder.writeLongs(
                  Arrays.stream(losses).mapToLong(Double::doubleToLongBits).toArray(), out),
          in ->
              Arrays.stream(DataCoder.readLongs(in))
                  .mapToDouble(Double::longBitsToDouble)
                  .toArray());

  private final String step;
  private final long seed;
  private final String column;
  private final LossWeighting weighting;
  private final int groupRows;
  private final Scope scope;

  /**
   * A weighting.
   *
   * @param step name of the step in draws
   * @param seed the recipe's seed
   * @param column the score column that holds the losses
   * @param weighting how losses become weights
   * @param groupRows rows of a group on average, from 2
   * @param scope what is divided into groups
   */
  public WeighByLoss(
      String step, long seed, String column, LossWeighting weighting, int groupRows, Scope scope) {
    if (groupRows < 2) {
      throw new IllegalArgumentException("groupRows must be >= 2, got " + groupRows);
    }
    this.step = step;
    this.seed = seed;
    this.column = column;
    this.weighting = weighting;
    this.groupRows = groupRows;
    this.scope = scope;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    StringUtf8Coder name = StringUtf8Coder.of();
    PCollectionView<Map<String, Long>> sizes =
        corpus
            .apply("Count losses", ParDo.of(new CountLosses(this)))
            .setCoder(KvCoder.of(name, VarLongCoder.of()))
            .apply("Sum losses", Sum.longsPerKey())
            .apply("View sizes", View.asMap());
    PCollectionView<Map<String, LossGroup>> groups =
        corpus
            .apply("Take losses", ParDo.of(new TakeLosses(this, sizes)).withSideInputs(sizes))
            .setCoder(KvCoder.of(name, LOSSES))
            .apply("Group losses", GroupByKey.create())
            .apply("Measure groups", ParDo.of(new MeasureGroup(weighting)))
            .setCoder(KvCoder.of(name, LossGroup.CODER))
            .apply("View groups", View.asMap());
    PCollectionTuple weighed =
        corpus.apply(
            "Set weights",
            ParDo.of(new SetWeights(this, sizes, groups))
                .withSideInputs(sizes, groups)
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        weighed.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        weighed.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  /** How many groups a corpus or a domain is divided into. */
  static long groups(long rows, int groupRows) {
    return Math.max(1, Math.round((double) rows / groupRows));
  }

  /** The group of a row that has a loss. */
  private String group(Map<String, Long> sizes, String id, String domain) {
    String whole = scope.group(domain);
    long groups = groups(requireNonNull(sizes.get(whole)), groupRows);
    return Long.remainderUnsigned(Seeds.bits(seed, step, id, "group"), groups) + " " + whole;
  }

  private static final class CountLosses extends DoFn<CorpusBatch, KV<String, Long>> {
    private final String column;
    private final Scope scope;

    CountLosses(WeighByLoss settings) {
      column = settings.column;
      scope = settings.scope;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, Long>> out) {
      Map<String, Long> counts = new TreeMap<>();
      double[] losses = batch.scores(column);
      List<String> domains = batch.domains();
      for (int row = 0; row < losses.length; row++) {
        if (!Double.isNaN(losses[row])) {
          counts.merge(scope.group(domains.get(row)), 1L, Long::sum);
        }
      }
      counts.forEach((group, rows) -> out.output(KV.of(group, rows)));
    }
  }

  private static final class TakeLosses extends DoFn<CorpusBatch, KV<String, double[]>> {
    private final WeighByLoss settings;
    private final PCollectionView<Map<String, Long>> sizes;

    TakeLosses(WeighByLoss settings, PCollectionView<Map<String, Long>> sizes) {
      this.settings = settings;
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, Long> known = context.sideInput(sizes);
      Map<String, List<Double>> byGroup = new TreeMap<>();
      double[] losses = batch.scores(settings.column);
      List<String> ids = batch.ids();
      List<String> domains = batch.domains();
      for (int row = 0; row < losses.length; row++) {
        if (!Double.isNaN(losses[row])) {
          byGroup
              .computeIfAbsent(
                  settings.group(known, ids.get(row), domains.get(row)), g -> new ArrayList<>())
              .add(losses[row]);
        }
      }
      byGroup.forEach((group, part) -> context.output(KV.of(group, array(part))));
    }
  }

  private static final class MeasureGroup
      extends DoFn<KV<String, Iterable<double[]>>, KV<String, LossGroup>> {
    private final LossWeighting weighting;

    MeasureGroup(LossWeighting weighting) {
      this.weighting = weighting;
    }

    @ProcessElement
    public void process(
        @Element KV<String, Iterable<double[]>> group, OutputReceiver<KV<String, LossGroup>> out) {
      List<Double> losses = new ArrayList<>();
      for (double[] part : group.getValue()) {
        Arrays.stream(part).forEach(losses::add);
      }
      out.output(KV.of(group.getKey(), LossGroup.of(array(losses), weighting)));
    }
  }

  private static final class SetWeights extends DoFn<CorpusBatch, CorpusBatch> {
    private final WeighByLoss settings;
    private final PCollectionView<Map<String, Long>> sizes;
    private final PCollectionView<Map<String, LossGroup>> groups;

    SetWeights(
        WeighByLoss settings,
        PCollectionView<Map<String, Long>> sizes,
        PCollectionView<Map<String, LossGroup>> groups) {
      this.settings = settings;
      this.sizes = sizes;
      this.groups = groups;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, Long> known = context.sideInput(sizes);
      Map<String, LossGroup> measured = context.sideInput(groups);
      Map<String, LossGroup> seen = new HashMap<>();
      double[] losses = batch.scores(settings.column);
      List<String> ids = batch.ids();
      List<String> domains = batch.domains();
      double[] weights = new double[losses.length];
      for (int row = 0; row < losses.length; row++) {
        weights[row] = WITHOUT_LOSS;
        if (!Double.isNaN(losses[row])) {
          String name = settings.group(known, ids.get(row), domains.get(row));
          weights[row] =
              seen.computeIfAbsent(name, g -> requireNonNull(measured.get(g)))
                  .weight(losses[row], settings.weighting);
        }
      }
      context.output(batch.withWeights(weights));
    }
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
