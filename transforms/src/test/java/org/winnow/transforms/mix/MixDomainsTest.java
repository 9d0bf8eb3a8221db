package org.winnow.transforms.mix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;
import org.winnow.schemas.Seeds;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Fixtures;

class MixDomainsTest {
  private static final Amount ALL = new Amount.Percent(BigDecimal.valueOf(100));

  @Test
  void keepsEveryRowOnceAtTemperatureOne() {
    List<Sample> rows = Fixtures.together(Fixtures.rows("a", 3), Fixtures.rows("b", 5));

    Fixtures.Outcome outcome = mix(rows, 2, 1, ALL);

    List<Sample> marked = rows.stream().map(row -> used(row, 1, 1)).toList();
    assertEquals(marked, outcome.kept());
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
    for (double bad : new double[] {0, -1, Double.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new MixPhase(bad, ALL));
    }
  }

  @Test
  void laterPhasesGoOnWhereTheStreamOfADomainStands() {
    // 10 rows at uniform shares, then 10 proportional: a gets 5 + 2 of its 4, b gets 5 + 8 of 16
    List<Sample> rows = Fixtures.together(Fixtures.rows("a", 4), Fixtures.rows("b", 16));
    MixRule rule =
        new MixByTemperature(
            List.of(
                new MixPhase(Double.POSITIVE_INFINITY, new Amount.Rows(10)),
                new MixPhase(1, new Amount.Rows(10))),
            ALL,
            EpochCap.NONE);

    Fixtures.Outcome outcome = run(rows, 5, rule, MixUnit.ROWS);

    // epoch 1 of a is in phase 1 as a whole; one row of epoch 2 too, and two others in phase 2
    assertEquals(Map.of("1/1", 4L, "1/2", 1L, "2/2", 2L), uses(outcome, "a"));
    assertEquals(Map.of("1/1", 5L, "2/1", 8L), uses(outcome, "b"));
    assertEquals(List.of(1L, 2L, 2L, 2L), copies(outcome, "a").values().stream().sorted().toList());
    assertEquals(13, copies(outcome, "b").size());
  }

  @Test
  void aPhaseThatEndsWithAnEpochCutsNothing() {
    MixRule rule =
        new MixByTemperature(
            List.of(
                new MixPhase(1, new Amount.Rows(3)),
                new MixPhase(1, new Amount.Rows(6)),
                new MixPhase(1, new Amount.Rows(1))),
            ALL,
            EpochCap.NONE);

    Fixtures.Outcome outcome = run(Fixtures.rows("a", 3), 2, rule, MixUnit.ROWS);

    assertEquals(Map.of("1/1", 3L, "2/2", 3L, "2/3", 3L, "3/4", 1L), uses(outcome, "a"));
  }

  @Test
  void drawsTokensUntilTheQuotaIsReached() {
    List<Sample> rows = new ArrayList<>();
    List<String> tokens = List.of(MixUnit.TOKENS_COLUMN);
    long available = 0;
    for (int row = 1; row <= 60; row++) {
      long length = 1 + (37 * row) % 50;
      available += length;
      rows.add(Fixtures.sample("a", row).withScores(Scores.of(tokens, length)));
    }
    MixRule rule =
        new MixByTemperature(
            List.of(
                new MixPhase(1, new Amount.Rows(400)), new MixPhase(1, new Amount.Rows(available))),
            ALL,
            EpochCap.NONE);

    Fixtures.Outcome outcome = run(rows, 7, rule, MixUnit.TOKENS);

    // twin: the streams of epochs in the drawn order, each row in the phase where it begins
    Map<String, Long> expected = new TreeMap<>();
    long position = 0;
    for (int epoch = 0; epoch < 2; epoch++) {
      String purpose = "epoch " + epoch + " 0";
      List<Sample> stream = new ArrayList<>(rows);
      stream.sort(
          Comparator.comparing(
              row -> Seeds.bits(7, "mix", row.id(), purpose), Long::compareUnsigned));
      for (Sample row : stream) {
        if (position < 400 + available) {
          expected.put(row.origin().row() + " " + (position < 400 ? 1 : 2) + "/" + (epoch + 1), 1L);
        }
        position += (long) row.scores().value(MixUnit.TOKENS_COLUMN).orElseThrow();
      }
    }
    assertEquals(
        expected,
        outcome.kept().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.origin().row() + " " + use(row),
                    TreeMap::new,
                    Collectors.counting())));
  }

  @Test
  void aDomainWithoutTokensIsRejected() {
    List<String> tokens = List.of(MixUnit.TOKENS_COLUMN);
    List<Sample> rows =
        List.of(
            Fixtures.sample("a", 1).withScores(Scores.of(tokens, 5)),
            Fixtures.sample("b", 1).withScores(Scores.of(tokens, Double.NaN)));

    Fixtures.Outcome outcome =
        run(rows, 2, MixByTemperature.constant(1, ALL, EpochCap.NONE), MixUnit.TOKENS);

    assertEquals(List.of("a.jsonl:1"), outcome.keptPlaces());
    assertEquals("domain has a quota of 0 of its 0 tokens", outcome.rejected().get(0).evidence());
  }

  @Test
  void weightsStandForTheMixture() {
    // square roots 2 and 4 of 6; proportions 4 and 16 of 20: w = (1/3)/(1/5) and (2/3)/(4/5)
    List<Sample> rows = Fixtures.together(Fixtures.rows("a", 4), Fixtures.rows("b", 16));

    Fixtures.Outcome outcome =
        Fixtures.run(
            Fixtures.batches(rows, 7),
            new WeighDomains(MixByTemperature.constant(2, ALL, EpochCap.NONE), MixUnit.ROWS));

    assertEquals(20, outcome.kept().size());
    assertEquals(List.of(), outcome.rejected());
    for (Sample sample : outcome.kept()) {
      assertEquals(sample.domain().equals("a") ? 5 / 3.0 : 5 / 6.0, sample.weight(), 1e-15);
    }
  }

  private static Map<Long, Long> copies(Fixtures.Outcome outcome, String domain) {
    return outcome.kept().stream()
        .filter(sample -> sample.domain().equals(domain))
        .collect(
            Collectors.groupingBy(
                sample -> sample.origin().row(), TreeMap::new, Collectors.counting()));
  }

  /** How often each phase and epoch uses rows of a domain, such as {@code 1/2}. */
  private static Map<String, Long> uses(Fixtures.Outcome outcome, String domain) {
    return outcome.kept().stream()
        .filter(sample -> sample.domain().equals(domain))
        .collect(Collectors.groupingBy(MixDomainsTest::use, Collectors.counting()));
  }

  private static String use(Sample row) {
    return (int) row.scores().value(MixDomains.PHASE).orElseThrow()
        + "/"
        + (int) row.scores().value(MixDomains.EPOCH).orElseThrow();
  }

  private static Sample used(Sample row, int phase, int epoch) {
    return row.withScores(Scores.of(List.of(MixDomains.PHASE, MixDomains.EPOCH), phase, epoch));
  }

  private static Fixtures.Outcome mix(
      List<Sample> rows, int rowsOfBatch, double temperature, Amount size) {
    return run(
        rows,
        rowsOfBatch,
        MixByTemperature.constant(temperature, size, EpochCap.NONE),
        MixUnit.ROWS);
  }

  private static Fixtures.Outcome run(
      List<Sample> rows, int rowsOfBatch, MixRule rule, MixUnit unit) {
    return Fixtures.run(Fixtures.batches(rows, rowsOfBatch), new MixDomains("mix", 7, rule, unit));
  }
}
