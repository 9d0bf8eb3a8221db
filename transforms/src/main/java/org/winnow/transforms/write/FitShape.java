package org.winnow.transforms.write;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.OutputShape;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;

/**
 * Drops the rows that cannot be written in a shape, each with the reason {@code
 * does_not_fit_shape}. Row by row; keeps the order.
 */
public final class FitShape extends PTransform<PCollection<CorpusBatch>, StepResult> {
  /** Step name where rows are checked before any other step. */
  public static final String STEP = "fit_shape";

  private final String step;
  private final OutputShape shape;

  /**
   * A check.
   *
   * @param step name in rejections
   * @param shape that will be written
   */
  public FitShape(String step, OutputShape shape) {
    this.step = step;
    this.shape = shape;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionTuple outputs =
        corpus.apply(
            "Check rows",
            ParDo.of(new CheckRows(step, shape))
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        outputs.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        outputs.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  private static final class CheckRows extends DoFn<CorpusBatch, CorpusBatch> {
    private final String step;
    private final OutputShape shape;

    CheckRows(String step, OutputShape shape) {
      this.step = step;
      this.shape = shape;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, MultiOutputReceiver out) {
      List<Sample> samples = batch.samples();
      BitSet keep = new BitSet(samples.size());
      for (int row = 0; row < samples.size(); row++) {
        Sample sample = samples.get(row);
        Optional<String> misfit = shape.misfit(sample);
        if (misfit.isEmpty()) {
          keep.set(row);
        } else {
          out.get(StepResult.REJECTED)
              .output(
                  Rejection.dropped(
                      sample.id(),
                      sample.domain(),
                      sample.origin(),
                      step,
                      OutputShape.MISFIT_REASON,
                      shape.label() + ": " + misfit.get()));
        }
      }
      if (keep.cardinality() == samples.size()) {
        out.get(StepResult.KEPT).output(batch);
      } else if (!keep.isEmpty()) {
        out.get(StepResult.KEPT).output(batch.filter(keep));
      }
    }
  }
}
