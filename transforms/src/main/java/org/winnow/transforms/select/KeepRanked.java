package org.winnow.transforms.select;

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
import org.winnow.transforms.Grouping;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.rank.Cuts;
import org.winnow.transforms.rank.ExactCuts;
import org.winnow.transforms.rank.RankBlock;

/**
 * Keeps the first or the middle rows of an order: exactly as many as asked for, in each group.
 *
 * <p>A share is taken of the rows that have the score; a row without it is dropped as {@value
 * #MISSING_SCORE}. Rows of equal score are chosen between by a hash of the seed and the row's id.
 * Every row that leaves says its value and that of the last row that stays; with {@link #explained}
 * the rows that stay say it too, see {@link ExplainKept}.
 */
public final class KeepRanked extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** Reason of rows that others were better than. */
  public static final String NOT_SELECTED = "not_selected";

  /** Reason of rows that have no value in the column. */
  public static final String MISSING_SCORE = "missing_score";

  /** Rows of a group whose ranks one worker counts. */
  private static final long ROWS_OF_PART = 100_000;

  private final String step;
  private final long seed;
  private final RowOrder order;
  private final RankSpan span;
  private final Grouping grouping;
  private final boolean explains;

  private KeepRanked(
      String step, long seed, RowOrder order, RankSpan span, Grouping grouping, boolean explains) {
    this.step = step;
    this.seed = seed;
    this.order = order;
    this.span = span;
    this.grouping = grouping;
    this.explains = explains;
  }

  /**
   * Keeps the first rows of the order.
   *
   * @param step name of the step in rejections and draws
   * @param seed the recipe's seed
   * @param order which rows come first
   * @param keep how many rows of each group stay
   * @param grouping what a group is
   */
  public static KeepRanked best(
      String step, long seed, RowOrder order, Amount keep, Grouping grouping) {
    RankSpan span = new RankSpan(RankSpan.Part.BEST, keep, Long.MAX_VALUE);
    return new KeepRanked(step, seed, order, span, grouping, false);
  }

  /** Keeps the rows around the median: equal numbers leave at both ends of the order. */
  public static KeepRanked middle(
      String step, long seed, RowOrder order, Amount keep, Grouping grouping) {
    RankSpan span = new RankSpan(RankSpan.Part.MIDDLE, keep, Long.MAX_VALUE);
    return new KeepRanked(step, seed, order, span, grouping, false);
  }

  /** The same; rows that stay get the columns of {@link ExplainKept}. */
  public KeepRanked explained() {
    return explained(ROWS_OF_PART);
  }

  KeepRanked explained(long rowsOfPart) {
    RankSpan parts = new RankSpan(span.part(), span.keep(), rowsOfPart);
    return new KeepRanked(step, seed, order, parts, grouping, true);
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollection<RankBlock> blocks =
        corpus.apply("Take keys", ParDo.of(new TakeKeys(this))).setCoder(RankBlock.CODER);
    PCollection<KV<String, long[]>> wanted =
        blocks
            .apply("Count candidates", new CountRows.InGroups())
            .apply("Want ranks", ParDo.of(new WantRanks(span)))
            .setCoder(ExactCuts.TARGETS_CODER);
    PCollectionView<Map<String, Cuts>> cuts = blocks.apply("Find cuts", order.cuts(wanted));
    PCollectionTuple split =
        corpus.apply(
            "Split at cuts",
            ParDo.of(new SplitAtCuts(this, cuts))
                .withSideInputs(cuts)
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    PCollection<CorpusBatch> kept = split.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of());
    if (explains) {
      kept = kept.apply("Explain", new ExplainKept(step, seed, order, span, grouping, cuts));
    }
    return new StepResult(kept, split.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  private RankBlock keys(CorpusBatch batch) {
    return order.keys(batch, seed, step, grouping);
  }

  private static final class TakeKeys extends DoFn<CorpusBatch, RankBlock> {
    private final KeepRanked selection;

    TakeKeys(KeepRanked selection) {
      this.selection = selection;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<RankBlock> out) {
      BitSet ordered = selection.order.ordered(batch);
      if (!ordered.isEmpty()) {
        out.output(
            selection.keys(ordered.cardinality() == batch.rows() ? batch : batch.filter(ordered)));
      }
    }
  }

  private static final class WantRanks extends DoFn<KV<String, Long>, KV<String, long[]>> {
    private final RankSpan span;

    WantRanks(RankSpan span) {
      this.span = span;
    }

    @ProcessElement
    public void process(@Element KV<String, Long> rows, OutputReceiver<KV<String, long[]>> out) {
      out.output(KV.of(rows.getKey(), span.ranks(rows.getValue())));
    }
  }

  private static final class SplitAtCuts extends DoFn<CorpusBatch, CorpusBatch> {
    private final KeepRanked selection;
    private final PCollectionView<Map<String, Cuts>> cuts;

    SplitAtCuts(KeepRanked selection, PCollectionView<Map<String, Cuts>> cuts) {
      this.selection = selection;
      this.cuts = cuts;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, Cuts> found = context.sideInput(cuts);
      BitSet ordered = selection.order.ordered(batch);
      BitSet keep = new BitSet(batch.rows());
      RankBlock keys = selection.keys(batch);
      for (int row = 0; row < batch.rows(); row++) {
        @Nullable Cuts cut = found.get(keys.group(row));
        keep.set(row, ordered.get(row) && cut != null && RankSpan.stays(cut, keys.key(row)));
      }
      if (!keep.isEmpty()) {
        context.output(batch.filter(keep));
      }
      List<String> ids = batch.ids();
      List<String> domains = batch.domains();
      List<Origin> origins = batch.origins();
      for (int row = keep.nextClearBit(0); row < batch.rows(); row = keep.nextClearBit(row + 1)) {
        @Nullable Cuts cut = ordered.get(row) ? found.get(keys.group(row)) : null;
        context.output(
            StepResult.REJECTED,
            Rejection.dropped(
                ids.get(row),
                domains.get(row),
                origins.get(row),
                selection.step,
                cut == null ? MISSING_SCORE : NOT_SELECTED,
                cut == null
                    ? "no value in column " + selection.order.name()
                    : selection.evidence(keys.key(row).high(), cut)));
      }
    }
  }

  private String evidence(long high, Cuts cuts) {
    String found = order.name() + " is " + order.value(high);
    if (RankSpan.isEmpty(cuts)) {
      return found + ", no row is kept";
    }
    double last = order.value(RankSpan.threshold(cuts).high());
    if (span.part() == RankSpan.Part.MIDDLE) {
      double first = order.value(RankSpan.first(cuts).high());
      return found + ", rows are kept from " + first + " to " + last;
    }
    return found + ", the last row kept has " + last;
  }
}
