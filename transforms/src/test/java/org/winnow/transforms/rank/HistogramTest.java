package org.winnow.transforms.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HistogramTest {
  private static final Histogram.Sum SUM = new Histogram.Sum();

  private static Histogram part(Random random, int keys) {
    Histogram part = Histogram.empty();
    for (int i = 0; i < keys; i++) {
      part.count(new RankKey(random.nextInt(5_000), 0, 0), 1 + random.nextInt(3));
    }
    return part;
  }

  /** Added one by one, as Flink does it, and in two halves; parts stay as they are. */
  @Test
  void sumsAreThoseOfAPlainMapAndPartsDoNotChange() {
    Random random = new Random(1);
    List<Histogram> parts = new ArrayList<>();
    List<Integer> hashes = new ArrayList<>();
    Map<RankKey, Long> expected = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      Histogram part = part(random, random.nextInt(40));
      part.counts().forEach((key, count) -> expected.merge(key, count, Long::sum));
      parts.add(part);
      hashes.add(part.hashCode());
    }

    List<Histogram> half = List.of();
    for (Histogram part : parts.subList(0, 150)) {
      half = SUM.mergeAccumulators(List.of(half, List.of(part)));
    }
    int hashOfHalf = half.hashCode();
    List<Histogram> otherHalf = List.of();
    for (Histogram part : parts.subList(150, 300)) {
      otherHalf = SUM.addInput(otherHalf, part);
    }
    Histogram sum = SUM.extractOutput(SUM.mergeAccumulators(List.of(half, otherHalf)));

    assertEquals(expected, sum.ordered());
    assertEquals(expected, SUM.apply(parts).ordered());
    assertEquals(hashes, parts.stream().map(Histogram::hashCode).toList());
    assertEquals(hashOfHalf, half.hashCode());
  }

  @Test
  void aSumHasFewPiecesEachMoreThanTwiceAsLargeAsTheNext() {
    Random random = new Random(2);
    List<Histogram> sum = List.of();
    for (int i = 0; i < 2_000; i++) {
      sum = SUM.mergeAccumulators(List.of(sum, List.of(part(random, 1 + random.nextInt(20)))));

      for (int piece = 1; piece < sum.size(); piece++) {
        int larger = sum.get(piece - 1).counts().size();
        assertTrue(larger > 2 * sum.get(piece).counts().size());
      }
    }
    assertTrue(sum.size() <= 13, () -> "more than log2 of 5,000 pieces");
  }
}
