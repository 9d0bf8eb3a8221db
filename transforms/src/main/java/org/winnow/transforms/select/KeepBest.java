package org.winnow.transforms.select;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.PCollectionView;
import org.apache.beam.sdk.values.TupleTagList;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.Amount;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.CountRows;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.Scope;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.ExactCuts;
import org.winnow.transforms.rank.RankBlock;
import org.winnow.transforms.rank.RankBlocks;

/**
 * Keeps the best rows by one score column: exactly as many as asked for, in each group.
 *
 * <p>A share is taken of the rows that have the score; a row without it is dropped as {@value
 * #MISSING_SCORE}. Rows of equal score are chosen between by a hash of the seed and the row's id.
 */
public final class KeepBest extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** Reason of rows that others were better than. */
  public static final String NOT_SELECTED = "not_selected";

  /** Reason of rows that have no value in the column. */
  public static final String MISSING_SCORE = "missing_score";

  private final String step;
  private final long seed;
  private final String column;
  private final Criterion.Goal goal;
  private final Amount keep;
  private final Scope scope;

  /**
   * A selection.
   *
   * @param step name of the step in rejections and draws
   * @param seed the recipe's seed
   * @param column the score column that decides
   * @param goal whether high or low values are best
   * @param keep how many rows of each group stay
   * @param scope what a group is
   */
  public KeepBest(
      String step, long seed, String column, Criterion.Goal goal, Amount keep, Scope scope) {
    this.step = step;
    this.seed = seed;
    this.column = column;
    this.goal = goal;
    this.keep = keep;
    this.scope = scope;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollection<RankBlock> blocks =
        corpus.apply("Take keys", ParDo.of(new TakeKeys(this))).setCoder(RankBlock.CODER);
    PCollection<KV<String, long[]>> wanted =
        blocks
            .apply("Count candidates", new CountRows.InGroups())
            .apply("Want best", ParDo.of(new WantBest(keep)))
            .setCoder(ExactCuts.TARGETS_CODER);
    PCollectionView<Map<String, Cuts>> cuts = blocks.apply("Find cut", ExactCuts.ofNumbers(wanted));
    PCollectionTuple split =
        corpus.apply(
            "Split at cut",
            ParDo.of(new SplitAtCut(this, cuts))
                .withSideInputs(cuts)
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        split.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        split.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  private RankBlock keys(CorpusBatch batch) {
    long[] ordered =
        Arrays.stream(batch.scores(column))
            .mapToLong(
                goal == Criterion.Goal.MAXIMIZE ? RankBlock::descending : RankBlock::ascending)
            .toArray();
    return RankBlocks.byNumber(batch, ordered, seed, step, scope);
  }

  /** The rows that have a value in the column. */
  private BitSet scored(CorpusBatch batch) {
    BitSet scored = new BitSet(batch.rows());
    double[] values = batch.scores(column);
    for (int row = 0; row < values.length; row++) {
      scored.set(row, !Double.isNaN(values[row]));
    }
    return scored;
  }

  private static final class TakeKeys extends DoFn<CorpusBatch, RankBlock> {
    private final KeepBest selection;

    TakeKeys(KeepBest selection) {
      this.selection = selection;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<RankBlock> out) {
      BitSet scored = selection.scored(batch);
      if (!scored.isEmpty()) {
        out.output(
            selection.keys(scored.cardinality() == batch.rows() ? batch : batch.filter(scored)));
      }
    }
  }

  private static final class WantBest extends DoFn<KV<String, Long>, KV<String, long[]>> {
    private final Amount keep;

    WantBest(Amount keep) {
      this.keep = keep;
    }

    @ProcessElement
    public void process(@Element KV<String, Long> rows, OutputReceiver<KV<String, long[]>> out) {
      out.output(KV.of(rows.getKey(), new long[] {keep.of(rows.getValue())}));
    }
  }

  private static final class SplitAtCut extends DoFn<CorpusBatch, CorpusBatch> {
    private final KeepBest selection;
    private final PCollectionView<Map<String, Cuts>> cuts;

    SplitAtCut(KeepBest selection, PCollectionView<Map<String, Cuts>> cuts) {
      this.selection = selection;
      this.cuts = cuts;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, Cuts> found = context.sideInput(cuts);
      BitSet scored = selection.scored(batch);
      BitSet keep = new BitSet(batch.rows());
      RankBlock keys = selection.keys(batch);
      for (int row = 0; row < batch.rows(); row++) {
        @Nullable Cuts cut = found.get(keys.group(row));
        keep.set(row, scored.get(row) && cut != null && cut.isWithin(0, keys.key(row)));
      }
      if (!keep.isEmpty()) {
        context.output(batch.filter(keep));
      }
      if (keep.cardinality() < batch.rows()) {
        reject(context, batch, scored, keep);
      }
    }

    private void reject(ProcessContext context, CorpusBatch batch, BitSet scored, BitSet keep) {
      double[] values = batch.scores(selection.column);
      List<String> ids = batch.ids();
      List<String> domains = batch.domains();
      List<Origin> origins = batch.origins();
      for (int row = keep.nextClearBit(0); row < batch.rows(); row = keep.nextClearBit(row + 1)) {
        boolean hasScore = scored.get(row);
        context.output(
            StepResult.REJECTED,
            Rejection.dropped(
                ids.get(row),
                domains.get(row),
                origins.get(row),
                selection.step,
                hasScore ? NOT_SELECTED : MISSING_SCORE,
                hasScore
                    ? selection.column + " is " + values[row]
                    : "no value in column " + selection.column));
      }
    }
  }
}
