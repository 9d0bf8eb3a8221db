package org.winnow.transforms.hygiene;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTagList;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.transforms.BusyTime;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.RunBoard;
import org.winnow.transforms.StepResult;

/**
 * Masks secrets and personal data, or drops the rows that hold them; see {@link Scrubber}.
 *
 * <p>Every row that stays gets the column {@value Scrubber#MASKED}. Rejections say which kinds were
 * found and how often, never what. The id in a rejection is that of the row as it came.
 */
public final class ScrubRows extends PTransform<PCollection<CorpusBatch>, StepResult> {
  private final String step;
  private final ScrubRules rules;

  /**
   * A scrub.
   *
   * @param step name of the step in rejections
   */
  public ScrubRows(String step, ScrubRules rules) {
    this.step = step;
    this.rules = rules;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionTuple scrubbed =
        corpus.apply(
            "Scrub rows",
            ParDo.of(new Scrub(step, rules))
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        scrubbed.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        scrubbed.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  private static final class Scrub extends DoFn<CorpusBatch, CorpusBatch> {
    private final String step;
    private final ScrubRules rules;
    private transient Scrubber scrubber;

    Scrub(String step, ScrubRules rules) {
      this.step = step;
      this.rules = rules;
    }

    @Setup
    public void setup() {
      scrubber = new Scrubber(rules);
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, MultiOutputReceiver out) {
      try (BusyTime busy = BusyTime.start(step)) {
        scrub(
            batch,
            busy.outside(out.get(StepResult.KEPT)::output),
            busy.outside(out.get(StepResult.REJECTED)::output));
      }
      RunBoard.add(step, RunBoard.Count.ROWS, batch.rows());
    }

    private void scrub(
        CorpusBatch batch, Consumer<CorpusBatch> kept, Consumer<Rejection> rejected) {
      List<Sample> scrubbed = new ArrayList<>();
      for (Sample sample : batch.samples()) {
        Scrubber.Outcome outcome = scrubber.scrub(sample);
        Optional<SensitiveKind> reason = outcome.unwanted().keySet().stream().findFirst();
        if (reason.isPresent()) {
          rejected.accept(rejection(sample, reason.get(), outcome));
        } else {
          scrubbed.add(outcome.sample());
        }
      }
      if (!scrubbed.isEmpty()) {
        kept.accept(CorpusBatch.of(scrubbed));
      }
    }

    private Rejection rejection(Sample sample, SensitiveKind reason, Scrubber.Outcome outcome) {
      return Rejection.dropped(
          sample.id(),
          sample.domain(),
          sample.origin(),
          step,
          reason.reason(),
          outcome.unwanted().entrySet().stream()
              .map(found -> found.getKey().key() + ": " + found.getValue())
              .collect(Collectors.joining(", ")));
    }
  }
}
