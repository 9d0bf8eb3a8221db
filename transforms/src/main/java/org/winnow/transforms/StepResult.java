package org.winnow.transforms;

import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.POutput;
import org.apache.beam.sdk.values.PValue;
import org.apache.beam.sdk.values.TupleTag;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Rejection;

/**
 * What a step gives back: kept + rejected = input.
 *
 * @param kept the rows that stay, possibly with more columns
 * @param rejected the rows that left, each with the step and the reason
 */
public record StepResult(PCollection<CorpusBatch> kept, PCollection<Rejection> rejected)
    implements POutput {
  /** Tag of the main output of a step's {@code DoFn}. */
  public static final TupleTag<CorpusBatch> KEPT = new TupleTag<>("kept") {};

  /** Tag of the rejections of a step's {@code DoFn}. */
  public static final TupleTag<Rejection> REJECTED = new TupleTag<>("rejected") {};

  /** The result of a step that rejects nothing. */
  public static StepResult keepingAll(PCollection<CorpusBatch> kept) {
    return new StepResult(
        kept, kept.getPipeline().apply("Reject nothing", Create.empty(RejectionCoder.of())));
  }

  @Override
  public Pipeline getPipeline() {
    return kept.getPipeline();
  }

  @Override
  public Map<TupleTag<?>, PValue> expand() {
    return Map.of(KEPT, kept, REJECTED, rejected);
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {
    kept.finishSpecifyingOutput(transformName, input, transform);
    rejected.finishSpecifyingOutput(transformName, input, transform);
  }
}
