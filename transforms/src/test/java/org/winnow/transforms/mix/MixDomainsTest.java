package org.winnow.transforms.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Fixtures;

class MixDomainsTest {
  private static final Amount ALL = new Amount.Percent(BigDecimal.valueOf(100));

  @Test
  void keepsEveryRowOnceAtTemperatureOne() {
    List<Sample> rows = Fixtures.together(Fixtures.rows("a", 3), Fixtures.rows("b", 5));

    Fixtures.Outcome outcome = mix(rows, 2, 1, ALL);

    assertEquals(rows, outcome.kept());
    assertEquals(List.of(), outcome.rejected());
  }

  @Test
  void repeatsWholeEpochsAndSomeRowsOnceMore() {
    // square roots 2 and 4 of 6: 18 rows are 6 and 12; a has 4 rows: each once, two of them twice
    List<Sample> rows = Fixtures.together(Fixtures.rows("a", 4), Fixtures.rows("b", 16));

    Fixtures.Outcome outcome = mix(rows, 5, 2, new Amount.Rows(18));

    Map<Long, Long> copiesOfA = copies(outcome, "a");
    assertEquals(List.of(1L, 1L, 2L, 2L), copiesOfA.values().stream().sorted().toList());
    Map<Long, Long> copiesOfB = copies(outcome, "b");
    assertEquals(12, copiesOfB.size());
    assertEquals(List.of(1L), copiesOfB.values().stream().distinct().toList());
  }

  @Test
  void rejectsTheRowsOfADomainThatAQuotaHasNoRoomFor() {
    List<Sample> rows = Fixtures.together(Fixtures.rows("a", 4), Fixtures.rows("b", 16));

    Fixtures.Outcome outcome = mix(rows, 5, 2, new Amount.Rows(18));

    assertEquals(4, outcome.rejected().size());
    for (Rejection rejection : outcome.rejected()) {
      assertEquals("b", rejection.domain());
      assertEquals("over_quota", rejection.reason());
      assertEquals("mix", rejection.step());
      assertEquals(Rejection.Kind.DROPPED, rejection.kind());
      assertEquals("domain has a quota of 12 of its 16 rows", rejection.evidence());
      assertEquals(false, outcome.keptPlaces().contains("b.jsonl:" + rejection.row()));
    }
  }

  @Test
  void countsExactlyEpochsAboveOne() {
    Fixtures.Outcome outcome = mix(Fixtures.rows("a", 3), 2, 1, new Amount.Rows(10));

    assertEquals(List.of(3L, 3L, 4L), copies(outcome, "a").values().stream().sorted().toList());
  }

  @Test
  void aDomainWithoutAnyQuotaIsRejectedWhole() {
    List<Sample> rows = Fixtures.together(Fixtures.rows("a", 1), Fixtures.rows("b", 9));

    Fixtures.Outcome outcome = mix(rows, 3, 1, new Amount.Rows(1));

    assertEquals(1, outcome.kept().size());
    assertEquals("b", outcome.kept().get(0).domain());
    assertEquals(9, outcome.rejected().size());
  }

  @Test
  void drawsTheSameRowsWhateverTheOrderAndTheBatches() {
    List<Sample> rows = Fixtures.together(Fixtures.rows("a", 10), Fixtures.rows("b", 40));

    Fixtures.Outcome whole = mix(rows, 50, 3, new Amount.Rows(45));
    Fixtures.Outcome mixed = mix(Fixtures.shuffled(rows, 9), 7, 3, new Amount.Rows(45));

    assertEquals(45, whole.kept().size());
    assertEquals(whole, mixed);
  }

  @Test
  void leavesNothingOfNothing() {
    assertEquals(new Fixtures.Outcome(List.of(), List.of()), mix(List.of(), 1, 2, ALL));
  }

  @Test
  void refusesATemperatureThatIsNone() {
    for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> new MixDomains("mix", 7, bad, ALL));
    }
  }

  private static Map<Long, Long> copies(Fixtures.Outcome outcome, String domain) {
    return outcome.kept().stream()
        .filter(sample -> sample.domain().equals(domain))
        .collect(
            Collectors.groupingBy(
                sample -> sample.origin().row(), TreeMap::new, Collectors.counting()));
  }

  private static Fixtures.Outcome mix(
      List<Sample> rows, int rowsOfBatch, double temperature, Amount size) {
    return Fixtures.run(
        Fixtures.batches(rows, rowsOfBatch), new MixDomains("mix", 7, temperature, size));
  }
}
