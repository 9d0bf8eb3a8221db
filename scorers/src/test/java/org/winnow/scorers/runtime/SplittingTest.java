package org.winnow.scorers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.winnow.scorers.runtime.MicroBatch.Item;
import org.winnow.scorers.text.EncodedSample;

class SplittingTest {
  private final List<Integer> sizes = new ArrayList<>();
  private final List<Integer> done = new ArrayList<>();
  private final List<Integer> refused = new ArrayList<>();

  @Test
  void halvesWhatDoesNotFitAndWorksOnEverySampleOnce() {
    Splitting.run(batch(7), batch -> work(batch, 2), item -> refused.add(item.row()));

    assertThat(sizes).containsExactly(7, 3, 1, 2, 4, 2, 2);
    assertThat(done).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(refused).isEmpty();
  }

  @Test
  void aSampleThatDoesNotFitAloneIsHandedBack() {
    Splitting.run(
        batch(3),
        batch -> {
          if (batch.items().stream().anyMatch(item -> item.row() == 1)) {
            throw new IllegalStateException("CUDA out of memory. Tried to allocate 3 GiB");
          }
          work(batch, 9);
        },
        item -> refused.add(item.row()));

    assertThat(done).containsExactly(0, 2);
    assertThat(refused).containsExactly(1);
  }

  @Test
  void otherFailuresPass() {
    assertThatThrownBy(
            () ->
                Splitting.run(
                    batch(2),
                    batch -> {
                      throw new IllegalStateException("shapes differ");
                    },
                    item -> refused.add(item.row())))
        .hasMessage("shapes differ");
    assertThat(refused).isEmpty();
  }

  private void work(MicroBatch batch, int capacity) {
    sizes.add(batch.items().size());
    if (batch.items().size() > capacity) {
      throw new IllegalStateException(
          "native failure", new IllegalStateException("[enforce fail] can't allocate memory"));
    }
    batch.items().forEach(item -> done.add(item.row()));
  }

  private static MicroBatch batch(int samples) {
    return new MicroBatch(
        IntStream.range(0, samples)
            .mapToObj(
                row -> new Item(row, "id" + row, EncodedSample.allScored(new long[] {1, 2}, false)))
            .toList());
  }
}
