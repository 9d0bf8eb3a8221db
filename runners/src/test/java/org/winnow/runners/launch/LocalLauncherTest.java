package org.winnow.runners.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LocalLauncherTest {
  private static final AtomicInteger SEEN = new AtomicInteger();

  /** Counts elements once a side input is known; has no output. */
  private static final class Count extends DoFn<Integer, Integer> {
    private final PCollectionView<Iterable<Integer>> before;

    Count(PCollectionView<Iterable<Integer>> before) {
      this.before = before;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      context.sideInput(before);
      SEEN.incrementAndGet();
    }
  }

  /** The direct runner alone waits for ever here; the limit only makes that a failure. */
  @Test
  @Timeout(value = 3, unit = TimeUnit.MINUTES)
  void stepsThatWaitForOneAnotherInVainComeToTheirEnd() throws Exception {
    LocalLauncher launcher = new LocalLauncher(2);
    Pipeline pipeline = launcher.create();
    PCollection<Integer> all = pipeline.apply("All", Create.of(1, 2));
    PCollectionView<Iterable<Integer>> before = all.apply("View all", View.asIterable());
    for (int step = 1; step <= 4; step++) {
      before =
          all.apply("Step " + step, ParDo.of(new Count(before)).withSideInputs(before))
              .apply("View " + step, View.asIterable());
    }

    launcher.run(pipeline);

    assertEquals(8, SEEN.get());
  }
}
