package org.winnow.transforms.select;

import java.util.BitSet;
import java.util.List;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;

/**
 * Keeps the rows whose score lies in a range, both ends included; nothing is shuffled.
 *
 * <p>Other rows are dropped as {@value #BELOW}, {@value #ABOVE} or, without a value, as {@link
 * KeepRanked#MISSING_SCORE}.
 */
public final class KeepWithin extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** Reason of rows whose score is too low. */
  public static final String BELOW = "below_min";

  /** Reason of rows whose score is too high. */
  public static final String ABOVE = "above_max";

  private final String step;
  private final String column;
  private final double min;
  private final double max;

  /**
   * A selection.
   *
   * @param step name of the step in rejections
   * @param column the score column that decides
   * @param min lowest value that stays; -infinity for any
   * @param max highest value that stays; infinity for any
   */
  public KeepWithin(String step, String column, double min, double max) {
    if (!(min <= max)) {
      throw new IllegalArgumentException("expected min <= max, got " + min + " and " + max);
    }
    this.step = step;
    this.column = column;
    this.min = min;
    this.max = max;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionTuple split =
        corpus.apply(
            "Split at limits",
            ParDo.of(new Split(this))
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        split.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        split.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  private Rejection rejection(String id, String domain, Origin origin, double value) {
    if (Double.isNaN(value)) {
      return Rejection.dropped(
          id, domain, origin, step, KeepRanked.MISSING_SCORE, "no value in column " + column);
    }
    boolean isLow = value < min;
    return Rejection.dropped(
        id,
        domain,
        origin,
        step,
        isLow ? BELOW : ABOVE,
        column + " is " + value + (isLow ? ", min is " + min : ", max is " + max));
  }

  private static final class Split extends DoFn<CorpusBatch, CorpusBatch> {
    private final KeepWithin limits;

    Split(KeepWithin limits) {
      this.limits = limits;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, MultiOutputReceiver out) {
      double[] values = batch.scores(limits.column);
      List<String> ids = batch.ids();
      List<String> domains = batch.domains();
      List<Origin> origins = batch.origins();
      BitSet keep = new BitSet(batch.rows());
      for (int row = 0; row < values.length; row++) {
        keep.set(row, values[row] >= limits.min && values[row] <= limits.max);
        if (!keep.get(row)) {
          out.get(StepResult.REJECTED)
              .output(
                  limits.rejection(ids.get(row), domains.get(row), origins.get(row), values[row]));
        }
      }
      if (!keep.isEmpty()) {
        out.get(StepResult.KEPT).output(batch.filter(keep));
      }
    }
  }
}
