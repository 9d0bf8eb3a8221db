package org.winnow.transforms.hygiene;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
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
 * Keeps the rows that keep every rule, in one pass.
 *
 * <p>A row leaves for the first rule that it breaks, in the order of the rules, with what was
 * measured as evidence.
 */
public final class FilterRows extends PTransform<PCollection<CorpusBatch>, StepResult> {
  private final String step;
  private final List<RowRule> rules;

  /**
   * A filter.
   *
   * @param step name of the step in rejections
   * @param rules the cheap ones first
   */
  public FilterRows(String step, List<RowRule> rules) {
    this.step = step;
    this.rules = List.copyOf(rules);
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionTuple split =
        corpus.apply(
            "Check rules",
            ParDo.of(new CheckRules(step, rules))
                .withOutputTags(StepResult.KEPT, TupleTagList.of(StepResult.REJECTED)));
    return new StepResult(
        split.get(StepResult.KEPT).setCoder(CorpusBatchCoder.of()),
        split.get(StepResult.REJECTED).setCoder(RejectionCoder.of()));
  }

  private static final class CheckRules extends DoFn<CorpusBatch, CorpusBatch> {
    private final String step;
    private final List<RowRule> rules;
    private transient List<RowRule.Check> checks;

    CheckRules(String step, List<RowRule> rules) {
      this.step = step;
      this.rules = rules;
    }

    @Setup
    public void setup() {
      checks = new ArrayList<>();
      rules.forEach(rule -> checks.add(rule.open()));
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, MultiOutputReceiver out) {
      try (BusyTime busy = BusyTime.start(step)) {
        check(
            batch,
            busy.outside(out.get(StepResult.KEPT)::output),
            busy.outside(out.get(StepResult.REJECTED)::output));
      }
      RunBoard.add(step, RunBoard.Count.ROWS, batch.rows());
    }

    private void check(
        CorpusBatch batch, Consumer<CorpusBatch> kept, Consumer<Rejection> rejected) {
      BitSet keep = new BitSet(batch.rows());
      List<Sample> samples = batch.samples();
      for (int row = 0; row < samples.size(); row++) {
        Sample sample = samples.get(row);
        Optional<RowRule.Finding> finding =
            checks.stream().flatMap(check -> check.check(sample.messages()).stream()).findFirst();
        if (finding.isPresent()) {
          rejected.accept(rejection(sample, finding.get()));
        } else {
          keep.set(row);
        }
      }
      if (!keep.isEmpty()) {
        kept.accept(batch.filter(keep));
      }
    }

    private Rejection rejection(Sample sample, RowRule.Finding finding) {
      return switch (finding.kind()) {
        case INVALID -> Rejection.invalid(sample, step, finding.reason(), finding.evidence());
        case DROPPED ->
            Rejection.dropped(
                sample.id(),
                sample.domain(),
                sample.origin(),
                step,
                finding.reason(),
                finding.evidence());
      };
    }

    @Teardown
    public void teardown() {
      checks.forEach(RowRule.Check::close);
    }
  }
}
