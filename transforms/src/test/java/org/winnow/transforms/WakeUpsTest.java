package org.winnow.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.joda.time.Duration;
import org.junit.jupiter.api.Test;

class WakeUpsTest {
  /** Passes on all elements, or none, as soon as a side input is known. */
  private static final class After extends DoFn<Integer, Integer> {
    private final PCollectionView<Iterable<Integer>> before;
    private final boolean isLast;

    After(PCollectionView<Iterable<Integer>> before, boolean isLast) {
      this.before = before;
      this.isLast = isLast;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.sideInput(before);
      if (isLast) {
        context.output(context.element());
      }
    }
  }

  /** Each step waits for a side input that turns out to be empty once the one before has run. */
  private static Fixtures.Gathered<Integer> chain(Pipeline pipeline, int length) {
    PCollection<Integer> all = pipeline.apply("All", Create.of(1, 2, 3));
    PCollectionView<Iterable<Integer>> before = all.apply("View all", View.asIterable());
    for (int step = 1; step <= length; step++) {
      before =
          all.apply("Step " + step, ParDo.of(new After(before, false)).withSideInputs(before))
              .apply("View " + step, View.asIterable());
    }
    return Fixtures.gather(
        "Gather", all.apply("Last step", ParDo.of(new After(before, true)).withSideInputs(before)));
  }

  /** Without the source, this run never ends. */
  @Test
  void aChainOfEmptySideInputsComesToItsEnd() throws IOException {
    for (int length : List.of(1, 2, 3, 10)) {
      Pipeline pipeline = Fixtures.pipeline();
      Fixtures.Gathered<Integer> last = chain(pipeline, length);
      WakeUps.addTo(pipeline);
      pipeline.getOptions().as(DirectOptions.class).setBlockOnRun(false);

      PipelineResult run = pipeline.run();
      run.waitUntilFinish(Duration.standardMinutes(2));

      PipelineResult.State state = run.getState();
      run.cancel(); // one that hangs would keep two threads busy
      assertEquals(PipelineResult.State.DONE, state, "a chain of " + length);
      assertEquals(List.of(1, 2, 3), last.elements().stream().sorted().toList());
    }
  }
}
