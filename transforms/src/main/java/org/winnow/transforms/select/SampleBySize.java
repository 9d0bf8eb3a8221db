package org.winnow.transforms.select;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.transforms.Amount;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.DataCoder;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.Scope;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.ExactCuts;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.rank.RankBlocks;

/**
 * Draws exactly as many rows as asked for, with chances that follow a score column, see {@link
 * PrioritySampling}.
 *
 * <p>The size of a row is its score plus 1/n of n rows, so that no row is beyond reach and no
 * weight beyond bounds. A row without the score is dropped as {@link KeepRanked#MISSING_SCORE}.
 * Keys and counts are shuffled, rows are not.
 */
public final class SampleBySize extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** Reason of rows that were not drawn. */
  public static final String NOT_SAMPLED = "not_sampled";

  /** Name of the column of importance weights; 1 or more. */
  public static final String WEIGHT = "sample.weight";

  private static final Coder<ExactSum> SUM_CODER =
      DataCoder.of(
          "exact sum",
          (sum, out) -> DataCoder.writeLongs(sum.limbs(), out),
          in -> ExactSum.ofLimbs(DataCoder.readLongs(in)));

  private final String step;
  private final long seed;
  private final String column;
  private final Amount keep;
  private final Weights weights;

  /** What becomes of the importance weight 1/q of a row that was drawn with chance q. */
  public enum Weights {
    /** The training weight is multiplied by it, and all are scaled to mean 1. */
    TRAINING,
    /** It is the column {@value #WEIGHT}. */
    COLUMN,
    /** Nothing. */
    NONE
  }

  /**
   * A draw.
   *
   * @param step name of the step in rejections and draws
   * @param seed the recipe's seed
   * @param column score column of sizes; values from 0
   * @param keep how many rows are drawn
   * @param weights what becomes of importance weights
   */
  public SampleBySize(String step, long seed, String column, Amount keep, Weights weights) {
    this.step = step;
    this.seed = seed;
    this.column = column;
    this.keep = keep;
    this.weights = weights;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Map<String, Long>> sizes =
        corpus
            .apply("Count rows with a size", ParDo.of(new CountSized(column)))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
            .apply("Sum rows", Sum.longsPerKey())
            .apply("View rows", View.asMap());
    PCollection<RankBlock> blocks =
        corpus
            .apply("Take keys", ParDo.of(new TakeKeys(this, sizes)).withSideInputs(sizes))
            .setCoder(RankBlock.CODER);
    PCollection<KV<String, long[]>> ranks =
        corpus
            .getPipeline()
            .apply("Start draw", Create.of(0))
            .apply("Want ranks", ParDo.of(new WantRanks(keep, sizes)).withSideInputs(sizes))
            .setCoder(ExactCuts.TARGETS_CODER);
    PCollectionView<Map<String, Cuts>> cuts = blocks.apply("Find cuts", ExactCuts.ofNumbers(ranks));
    PCollectionTuple split =
        corpus.apply(
            "Split at cut",
            ParDo.of(new Split(this, sizes, cuts))
                .withSideInputs(sizes, cuts)
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    PCollection<CorpusBatch> drawn = split.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of());
    return new StepResult(
        weights == Weights.TRAINING ? withTrainingWeights(drawn, sizes) : drawn,
        split.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  /** Moves importance weights from their column into the training weights. */
  private PCollection<CorpusBatch> withTrainingWeights(
      PCollection<CorpusBatch> drawn, PCollectionView<Map<String, Long>> sizes) {
    PCollectionView<Map<String, ExactSum>> total =
        drawn
            .apply("Add up weights", ParDo.of(new AddUpWeights()))
            .setCoder(KvCoder.of(StringUtf8Coder.of(), SUM_CODER))
            .apply("Sum weights", Combine.perKey(SampleBySize::sum))
            .apply("View weights", View.asMap());
    return drawn
        .apply(
            "Set weights",
            ParDo.of(new SetWeights(keep, sizes, total)).withSideInputs(sizes, total))
        .setCoder(CorpusBatchCoder.of());
  }

  private static ExactSum sum(Iterable<ExactSum> parts) {
    ExactSum sum = ExactSum.zero();
    parts.forEach(sum::add);
    return sum;
  }

  private static long rows(Map<String, Long> sizes) {
    return sizes.getOrDefault(Scope.WHOLE_CORPUS, 0L);
  }

  /** Training weights times importance weights; double[row]. */
  private static double[] products(CorpusBatch batch) {
    double[] importance = batch.scores(WEIGHT);
    List<Sample> samples = batch.samples();
    double[] products = new double[importance.length];
    for (int row = 0; row < products.length; row++) {
      products[row] = samples.get(row).weight() * importance[row];
    }
    return products;
  }

  private BitSet sized(CorpusBatch batch) {
    return new RowOrder.ByColumn(column, Criterion.Goal.MAXIMIZE).ordered(batch);
  }

  /** The sizes of all rows: their score plus 1/n; NaN where there is none. */
  private double[] sizes(CorpusBatch batch, long rows) {
    double[] sizes = batch.scores(column);
    for (int row = 0; row < sizes.length; row++) {
      sizes[row] += 1.0 / rows;
    }
    return sizes;
  }

  private RankBlock keys(CorpusBatch batch, long rows) {
    double[] sizes = sizes(batch, rows);
    RankBlock draws = RankBlocks.byChance(batch, seed, step, Scope.CORPUS);
    long[] high = new long[sizes.length];
    for (int row = 0; row < high.length; row++) {
      high[row] = RankBlock.ascending(PrioritySampling.priority(draws.key(row).high(), sizes[row]));
    }
    return RankBlocks.byNumber(batch, high, seed, step, Scope.CORPUS);
  }

  private static final class CountSized extends DoFn<CorpusBatch, KV<String, Long>> {
    private final String column;

    CountSized(String column) {
      this.column = column;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, Long>> out) {
      long rows = 0;
      for (double value : batch.scores(column)) {
        rows += Double.isNaN(value) ? 0 : 1;
      }
      out.output(KV.of(Scope.WHOLE_CORPUS, rows));
    }
  }

  private static final class TakeKeys extends DoFn<CorpusBatch, RankBlock> {
    private final SampleBySize draw;
    private final PCollectionView<Map<String, Long>> sizes;

    TakeKeys(SampleBySize draw, PCollectionView<Map<String, Long>> sizes) {
      this.draw = draw;
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      BitSet sized = draw.sized(batch);
      if (!sized.isEmpty()) {
        context.output(draw.keys(batch.filter(sized), rows(context.sideInput(sizes))));
      }
    }
  }

  private static final class WantRanks extends DoFn<Integer, KV<String, long[]>> {
    private final Amount keep;
    private final PCollectionView<Map<String, Long>> sizes;

    WantRanks(Amount keep, PCollectionView<Map<String, Long>> sizes) {
      this.keep = keep;
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      long rows = rows(context.sideInput(sizes));
      long drawn = Math.min(rows, keep.of(rows));
      context.output(KV.of(Scope.WHOLE_CORPUS, new long[] {drawn, Math.min(rows, drawn + 1)}));
    }
  }

  private static final class Split extends DoFn<CorpusBatch, CorpusBatch> {
    private final SampleBySize draw;
    private final PCollectionView<Map<String, Long>> sizes;
    private final PCollectionView<Map<String, Cuts>> cuts;

    Split(
        SampleBySize draw,
        PCollectionView<Map<String, Long>> sizes,
        PCollectionView<Map<String, Cuts>> cuts) {
      this.draw = draw;
      this.sizes = sizes;
      this.cuts = cuts;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      long rows = rows(context.sideInput(sizes));
      @Nullable Cuts cut = context.sideInput(cuts).get(Scope.WHOLE_CORPUS);
      BitSet sized = draw.sized(batch);
      BitSet keep = new BitSet(batch.rows());
      RankBlock keys = draw.keys(batch, rows);
      for (int row = 0; row < batch.rows(); row++) {
        keep.set(row, sized.get(row) && cut != null && cut.isWithin(0, keys.key(row)));
      }
      if (!keep.isEmpty() && cut != null) {
        context.output(weighted(batch.filter(keep), rows, cut));
      }
      List<String> ids = batch.ids();
      List<String> domains = batch.domains();
      List<Origin> origins = batch.origins();
      double[] scores = batch.scores(draw.column);
      for (int row = keep.nextClearBit(0); row < batch.rows(); row = keep.nextClearBit(row + 1)) {
        boolean hasSize = sized.get(row);
        context.output(
            StepResult.REJECTED,
            Rejection.dropped(
                ids.get(row),
                domains.get(row),
                origins.get(row),
                draw.step,
                hasSize ? NOT_SAMPLED : KeepRanked.MISSING_SCORE,
                hasSize
                    ? draw.column
                        + " is "
                        + scores[row]
                        + ", drawn at "
                        + RankBlock.fromAscending(keys.key(row).high())
                        + ", rows are kept up to "
                        + RankBlock.fromAscending(cutNumber(cut))
                    : "no value in column " + draw.column));
      }
    }

    private static long cutNumber(@Nullable Cuts cut) {
      return cut == null ? 0 : cut.cuts().get(0).last().high();
    }

    private CorpusBatch weighted(CorpusBatch drawn, long rows, Cuts cut) {
      if (draw.weights == Weights.NONE) {
        return drawn;
      }
      boolean isWhole = Math.min(rows, draw.keep.of(rows)) == rows;
      double next = RankBlock.fromAscending(cut.cuts().get(1).last().high());
      double[] sizes = draw.sizes(drawn, rows);
      double[] weights = new double[sizes.length];
      for (int row = 0; row < weights.length; row++) {
        weights[row] = isWhole ? 1 : 1 / PrioritySampling.chance(sizes[row], next);
      }
      return drawn.withScores(List.of(WEIGHT), new double[][] {weights});
    }
  }

  private static final class AddUpWeights extends DoFn<CorpusBatch, KV<String, ExactSum>> {
    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, ExactSum>> out) {
      ExactSum sum = ExactSum.zero();
      for (double product : products(batch)) {
        sum.add(product);
      }
      out.output(KV.of(Scope.WHOLE_CORPUS, sum));
    }
  }

  private static final class SetWeights extends DoFn<CorpusBatch, CorpusBatch> {
    private final Amount keep;
    private final PCollectionView<Map<String, Long>> sizes;
    private final PCollectionView<Map<String, ExactSum>> total;

    SetWeights(
        Amount keep,
        PCollectionView<Map<String, Long>> sizes,
        PCollectionView<Map<String, ExactSum>> total) {
      this.keep = keep;
      this.sizes = sizes;
      this.total = total;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      long rows = rows(context.sideInput(sizes));
      ExactSum sum = requireNonNull(context.sideInput(total).get(Scope.WHOLE_CORPUS));
      double mean = sum.value() / Math.min(rows, keep.of(rows));
      double[] weights = products(batch);
      for (int row = 0; row < weights.length; row++) {
        // Rows that all have weight 0 keep it.
        weights[row] = mean > 0 ? weights[row] / mean : 0;
      }
      context.output(batch.withWeights(weights).withoutScores(List.of(WEIGHT)));
    }
  }
}
