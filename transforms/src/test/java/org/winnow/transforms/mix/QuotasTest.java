package org.winnow.transforms.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class QuotasTest {
  @Test
  void takesRootsAtHigherTemperatures() {
    // square roots 10, 20, 30 of 60: 60 rows are 10, 20, 30
    assertEquals(
        Map.of("a", 10L, "b", 20L, "c", 30L),
        Quotas.byTemperature(Map.of("a", 100L, "b", 400L, "c", 900L), 2, 60));
    // cube roots 1, 2, 3 of 6: 12 rows are 2, 4, 6
    assertEquals(
        Map.of("a", 2L, "b", 4L, "c", 6L),
        Quotas.byTemperature(Map.of("a", 1L, "b", 8L, "c", 27L), 3, 12));
  }

  @Test
  void givesWhatIsLeftToTheLargestFractions() {
    // shares of 10: 1.43, 2.86, 5.71: wholes 1, 2, 5; one more for b, one more for c
    assertEquals(
        Map.of("a", 1L, "b", 3L, "c", 6L),
        Quotas.byTemperature(Map.of("a", 1L, "b", 2L, "c", 4L), 1, 10));
  }

  @Test
  void servesEqualFractionsInTheOrderOfNames() {
    Map<String, Long> sizes = Map.of("c", 5L, "a", 5L, "b", 5L);

    assertEquals(Map.of("a", 3L, "b", 3L, "c", 2L), Quotas.byTemperature(sizes, 1, 8));
    assertEquals(Map.of("a", 1L, "b", 0L, "c", 0L), Quotas.byTemperature(sizes, 4, 1));
  }

  @Test
  void aHugeTemperatureIsUniform() {
    assertEquals(
        Map.of("a", 50L, "b", 50L),
        Quotas.byTemperature(Map.of("a", 1L, "b", 1_000_000L), 1e12, 100));
  }

  @Test
  void givesNothingToNobody() {
    assertEquals(Map.of(), Quotas.byTemperature(Map.of(), 2, 0));
    assertEquals(Map.of("a", 0L), Quotas.byTemperature(Map.of("a", 9L), 2, 0));
  }

  @Property(tries = 300)
  void addsUpAndStaysWithinOneOfTheExactShare(
      @ForAll @Size(min = 1, max = 8)
          Map<
                  @AlphaChars @StringLength(min = 1, max = 4) String,
                  @LongRange(min = 1, max = 1_000_000_000) Long>
              sizes,
      @ForAll @DoubleRange(min = 0.5, max = 50) double temperature,
      @ForAll @LongRange(max = 10_000_000) long total) {
    Map<String, Long> quotas = Quotas.byTemperature(sizes, temperature, total);

    double sum = sizes.values().stream().mapToDouble(n -> Math.pow(n, 1 / temperature)).sum();
    assertEquals(total, quotas.values().stream().mapToLong(Long::longValue).sum());
    assertEquals(sizes.keySet(), quotas.keySet());
    sizes.forEach(
        (domain, n) -> {
          double share = total * Math.pow(n, 1 / temperature) / sum;
          assertTrue(
              Math.abs(quotas.getOrDefault(domain, -2L) - share) < 1.001, domain + " of " + quotas);
        });
  }

  @Property(tries = 100)
  void temperatureOneKeepsEveryRowOfAllRows(
      @ForAll @Size(min = 1, max = 8)
          Map<
                  @AlphaChars @StringLength(min = 1, max = 4) String,
                  @LongRange(min = 1, max = 100_000) Long>
              sizes) {
    long all = sizes.values().stream().mapToLong(Long::longValue).sum();

    assertEquals(new TreeMap<>(sizes), Quotas.byTemperature(sizes, 1, all));
  }
}
