package org.winnow.transforms;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
 * @param tables what the step tells of itself in the report; empty for a step that tells nothing
 */
public record StepResult(
    PCollection<CorpusBatch> kept,
    PCollection<Rejection> rejected,
    Optional<PCollection<StepTable>> tables)
    implements POutput {
  /** Tag of the main output of a step's {@code DoFn}. */
  public static final TupleTag<CorpusBatch> KEPT = new TupleTag<>("kept") {};

  /** Tag of the rejections of a step's {@code DoFn}. */
  public static final TupleTag<Rejection> REJECTED = new TupleTag<>("rejected") {};

  /** Tag of the tables. */
  private static final TupleTag<StepTable> TABLES = new TupleTag<>("tables") {};

  /** The result of a step that tells nothing of itself. */
  public StepResult(PCollection<CorpusBatch> kept, PCollection<Rejection> rejected) {
    this(kept, rejected, Optional.empty());
  }

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
    Map<TupleTag<?>, PValue> parts = new LinkedHashMap<>();
    parts.put(KEPT, kept);
    parts.put(REJECTED, rejected);
    tables.ifPresent(some -> parts.put(TABLES, some));
    return parts;
  }

  @Override
  public void finishSpecifyingOutput(
      String transformName, PInput input, PTransform<?, ?> transform) {
    kept.finishSpecifyingOutput(transformName, input, transform);
    rejected.finishSpecifyingOutput(transformName, input, transform);
    tables.ifPresent(some -> some.finishSpecifyingOutput(transformName, input, transform));
  }
}
