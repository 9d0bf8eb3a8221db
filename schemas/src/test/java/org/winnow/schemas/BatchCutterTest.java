package org.winnow.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchCutterTest {
  @Test
  void losesNothingAndKeepsTheOrder() {
    List<Sample> samples = Fixtures.samples(5000);

    List<CorpusBatch> batches = cut(samples);

    assertThat(batches.stream().flatMap(batch -> batch.samples().stream())).isEqualTo(samples);
  }

  @Test
  void keepsToItsLimitsAndMeanSize() {
    List<CorpusBatch> batches = cut(Fixtures.samples(60_000));

    List<CorpusBatch> whole = batches.subList(0, batches.size() - 1);
    assertThat(whole)
        .allMatch(b -> b.rows() >= BatchCutter.MIN_ROWS && b.rows() <= BatchCutter.MAX_ROWS);
    assertThat(whole.stream().mapToInt(CorpusBatch::rows).average().orElse(0))
        .isBetween(800.0, 1400.0);
  }

  @Test
  void insertingOneRowChangesFewBatches() {
    List<Sample> samples = Fixtures.samples(40_000);
    Set<CorpusBatch> before = new HashSet<>(cut(samples));

    for (int at : new int[] {0, 1, 999, 12_345, 33_333, 40_000}) {
      List<Sample> longer = new ArrayList<>(samples);
      longer.add(at, Fixtures.sample(1_000_000));

      List<CorpusBatch> after = cut(longer);

      assertThat(after.stream().filter(batch -> !before.contains(batch)).count()).isBetween(1L, 4L);
    }
  }

  @Test
  void equalIdsStillEndAtTheLimits() {
    List<Sample> same = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      same.add(Fixtures.sample(7));
    }

    assertThat(cut(same)).allMatch(b -> b.rows() <= BatchCutter.MAX_ROWS);
  }

  @Test
  void endsABatchWhoseTextIsTooLarge() {
    String threeBytesEach = "語".repeat(1 << 20);
    Sample large =
        Sample.of("d", List.of(new Message(Role.USER, threeBytesEach)), Origin.ofRow("f", 1), "{}");
    BatchCutter cutter = new BatchCutter();

    assertThat(cutter.add(large)).isEmpty();
    assertThat(cutter.add(large)).isEmpty();
    assertThat(cutter.add(large)).map(CorpusBatch::rows).contains(3);
    assertThat(cutter.finish()).isEmpty();
  }

  private static List<CorpusBatch> cut(List<Sample> samples) {
    BatchCutter cutter = new BatchCutter();
    List<CorpusBatch> batches = new ArrayList<>();
    samples.forEach(sample -> cutter.add(sample).ifPresent(batches::add));
    Optional<CorpusBatch> last = cutter.finish();
    last.ifPresent(batches::add);
    return batches;
  }
}
