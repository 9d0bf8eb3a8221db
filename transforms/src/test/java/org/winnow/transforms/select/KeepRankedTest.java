package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.winnow.transforms.select.Criterion.Goal.MAXIMIZE;
import static org.winnow.transforms.select.Criterion.Goal.MINIMIZE;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.Scope;

class KeepRankedTest {
  private static final double NONE = Double.NaN;

  @Test
  void keepsExactlyTheShareWithTheHighestScores() {
    List<Sample> rows = Fixtures.scored("a", 5, -1, 9, 0.5, 7, -0.0, 8, 1e-9, 2, 3);

    Fixtures.Outcome outcome = run(rows, 4, MAXIMIZE, percent("30"), Scope.CORPUS);

    assertEquals(List.of("a.jsonl:3", "a.jsonl:5", "a.jsonl:7"), outcome.keptPlaces());
    assertEquals(
        List.of(
            "a.jsonl:1",
            "a.jsonl:2",
            "a.jsonl:4",
            "a.jsonl:6",
            "a.jsonl:8",
            "a.jsonl:9",
            "a.jsonl:10"),
        outcome.rejectedPlaces());
    Rejection first = outcome.rejected().get(0);
    assertEquals("not_selected", first.reason());
    assertEquals("q is 5.0, the last row kept has 7.0", first.evidence());
    assertEquals("select", first.step());
    assertEquals(Rejection.Kind.DROPPED, first.kind());
    assertEquals(rows.get(0).id(), first.id());
  }

  @Test
  void keepsTheLowestWhenLowIsWanted() {
    List<Sample> rows = Fixtures.scored("a", 5, -1, 9, 0.5);

    Fixtures.Outcome outcome = run(rows, 2, MINIMIZE, new Amount.Rows(2), Scope.CORPUS);

    assertEquals(List.of("a.jsonl:2", "a.jsonl:4"), outcome.keptPlaces());
  }

  @Test
  void roundsAShareHalfUpAndKeepsAtLeastOneRow() {
    assertEquals(
        List.of("a.jsonl:4", "a.jsonl:5"),
        run(Fixtures.scored("a", 1, 2, 3, 4, 5), 5, MAXIMIZE, percent("30"), Scope.CORPUS)
            .keptPlaces());
    assertEquals(
        List.of("a.jsonl:2"),
        run(Fixtures.scored("a", 1, 2), 5, MAXIMIZE, percent("0.01"), Scope.CORPUS).keptPlaces());
  }

  @Test
  void countsEachDomainForItself() {
    List<Sample> rows =
        Fixtures.together(Fixtures.scored("a", 1, 2, 3, 4), Fixtures.scored("b", 90, 80, 70, 60));

    Fixtures.Outcome outcome = run(rows, 3, MAXIMIZE, percent("50"), Scope.DOMAIN);

    assertEquals(List.of("a.jsonl:3", "a.jsonl:4", "b.jsonl:1", "b.jsonl:2"), outcome.keptPlaces());
  }

  @Test
  void dropsRowsWithoutTheScoreAndTakesTheShareOfTheOthers() {
    List<Sample> rows = Fixtures.scored("a", NONE, 4, NONE, 3, 2, 1);

    Fixtures.Outcome outcome = run(rows, 2, MAXIMIZE, percent("50"), Scope.CORPUS);

    assertEquals(List.of("a.jsonl:2", "a.jsonl:4"), outcome.keptPlaces());
    assertEquals(
        Map.of(
            "a.jsonl:1", "missing_score",
            "a.jsonl:3", "missing_score",
            "a.jsonl:5", "not_selected",
            "a.jsonl:6", "not_selected"),
        outcome.rejected().stream()
            .collect(Collectors.toMap(r -> r.file() + ":" + r.row(), Rejection::reason)));
    assertEquals("no value in column q", outcome.rejected().get(0).evidence());
  }

  @Test
  void keepsNothingOfADomainWithoutAnyScore() {
    List<Sample> rows =
        Fixtures.together(Fixtures.scored("a", NONE, NONE), Fixtures.scored("b", 1));

    Fixtures.Outcome outcome = run(rows, 2, MAXIMIZE, percent("100"), Scope.DOMAIN);

    assertEquals(List.of("b.jsonl:1"), outcome.keptPlaces());
    assertEquals(List.of("a.jsonl:1", "a.jsonl:2"), outcome.rejectedPlaces());
  }

  @Test
  void breaksTiesTheSameWayWhateverTheOrderAndTheBatches() {
    double[] values = new double[60];
    Arrays.fill(values, 1.5);
    values[17] = 2;
    List<Sample> rows = Fixtures.scored("a", values);

    Fixtures.Outcome whole = run(rows, 60, MAXIMIZE, percent("30"), Scope.CORPUS);
    Fixtures.Outcome mixed =
        run(Fixtures.shuffled(rows, 3), 7, MAXIMIZE, percent("30"), Scope.CORPUS);

    assertEquals(18, whole.kept().size());
    assertEquals(whole, mixed);
    assertEquals(true, whole.keptPlaces().contains("a.jsonl:18"));
  }

  @Test
  void anotherSeedBreaksTiesAnotherWay() {
    List<Sample> rows = Fixtures.scored("a", new double[40]);

    List<String> one = keep(rows, 1).keptPlaces();
    List<String> two = keep(rows, 2).keptPlaces();

    assertEquals(20, one.size());
    assertEquals(20, two.size());
    assertEquals(false, one.equals(two));
  }

  @Test
  void keptAndRejectedTogetherAreTheInput() {
    List<Sample> rows =
        Fixtures.together(
            Fixtures.scored("a", 1, 1, NONE, 1, 5), Fixtures.scored("b", NONE, 2, 2, 2));

    Fixtures.Outcome outcome = run(rows, 2, MINIMIZE, percent("40"), Scope.DOMAIN);

    List<String> ids = new ArrayList<>(outcome.kept().stream().map(Sample::id).toList());
    ids.addAll(outcome.rejected().stream().map(Rejection::id).toList());
    assertEquals(rows.stream().map(Sample::id).sorted().toList(), ids.stream().sorted().toList());
  }

  @Test
  void copiesOfARowCountOneByOne() {
    List<Sample> rows = Fixtures.scored("a", 3, 2);
    List<Sample> copied = List.of(rows.get(0), rows.get(0), rows.get(1), rows.get(1));

    Fixtures.Outcome outcome = run(copied, 4, MAXIMIZE, new Amount.Rows(3), Scope.CORPUS);

    assertEquals(List.of("a.jsonl:1", "a.jsonl:1", "a.jsonl:2"), outcome.keptPlaces());
  }

  @Test
  void theMiddleLosesEqualNumbersAtBothEnds() {
    List<Sample> rows = Fixtures.scored("a", 9, 1, 8, 2, 7, 3, 6, NONE, 5);

    // sorted 1 2 3 5 6 7 8 9: four of eight stay, two leave at each end
    Fixtures.Outcome outcome = middle(rows, 3, percent("50"), Scope.CORPUS);

    assertEquals(List.of("a.jsonl:5", "a.jsonl:6", "a.jsonl:7", "a.jsonl:9"), outcome.keptPlaces());
    assertEquals(
        List.of(
            "q is 9.0, rows are kept from 3.0 to 7.0",
            "q is 1.0, rows are kept from 3.0 to 7.0",
            "q is 8.0, rows are kept from 3.0 to 7.0",
            "q is 2.0, rows are kept from 3.0 to 7.0",
            "no value in column q"),
        outcome.rejected().stream().map(Rejection::evidence).toList());
  }

  @Test
  void anOddRowLeavesTheMiddleAtTheFarEnd() {
    // one of four: one leaves below, two above
    assertEquals(
        List.of("a.jsonl:2"),
        middle(Fixtures.scored("a", 1, 2, 3, 4), 2, new Amount.Rows(1), Scope.CORPUS).keptPlaces());
    assertEquals(
        List.of("a.jsonl:1", "a.jsonl:2"),
        middle(Fixtures.scored("a", 1, 2), 2, new Amount.Rows(9), Scope.CORPUS).keptPlaces());
  }

  @Test
  void aDomainWithOneRowKeepsIt() {
    List<Sample> rows = Fixtures.together(Fixtures.scored("a", 5), Fixtures.scored("b", 1, 2, 3));

    assertEquals(
        List.of("a.jsonl:1", "b.jsonl:3"),
        run(rows, 2, MAXIMIZE, percent("1"), Scope.DOMAIN).keptPlaces());
    assertEquals(
        List.of("a.jsonl:1", "b.jsonl:2"),
        middle(rows, 2, percent("1"), Scope.DOMAIN).keptPlaces());
  }

  @Test
  void rowsCompeteWithinBucketsOfLength() {
    List<Sample> rows = Fixtures.scored("a", 1, 99, 100, 150, 199, 200, 1e9, NONE);
    Grouping buckets = new Grouping.Buckets("q", List.of(100.0, 200.0));

    Fixtures.Outcome outcome = run(rows, 3, MINIMIZE, new Amount.Rows(1), buckets);

    assertEquals(List.of("a.jsonl:1", "a.jsonl:3", "a.jsonl:6"), outcome.keptPlaces());
    assertEquals(
        List.of(
            "q < 100.0",
            "q < 100.0",
            "q >= 100.0 and < 200.0",
            "q >= 100.0 and < 200.0",
            "q >= 100.0 and < 200.0",
            "q >= 200.0",
            "q >= 200.0",
            "q unknown"),
        buckets.groups(Fixtures.batches(rows, 8).get(0)));
  }

  @Test
  void chanceKeepsAnExactNumberWhateverTheBatches() {
    List<Sample> rows = Fixtures.scored("a", new double[50]);
    KeepRanked random =
        KeepRanked.best("select", 7, new RowOrder.ByChance(), percent("30"), Scope.CORPUS);

    Fixtures.Outcome whole = Fixtures.run(Fixtures.batches(rows, 50), random);
    Fixtures.Outcome mixed = Fixtures.run(Fixtures.batches(Fixtures.shuffled(rows, 5), 8), random);

    assertEquals(15, whole.kept().size());
    assertEquals(whole, mixed);
    assertTrue(whole.rejected().get(0).evidence().startsWith("draw is 0."));
  }

  @Property(tries = 6)
  void explainsWithTheRankOfAPlainSort(@ForAll long seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(40);
    double[] values = new double[size];
    Arrays.setAll(values, i -> random.nextInt(4) == 0 ? NONE : random.nextInt(6));
    List<Sample> rows =
        Fixtures.together(Fixtures.scored("a", values), Fixtures.scored("b", 3, 1, 2));
    boolean fromTheMiddle = random.nextBoolean();
    RowOrder order = new RowOrder.ByColumn("q", MINIMIZE);
    Amount keep = percent("60");

    Fixtures.Outcome outcome =
        Fixtures.run(
            Fixtures.batches(Fixtures.shuffled(rows, seed), 1 + random.nextInt(9)),
            (fromTheMiddle
                    ? KeepRanked.middle("select", 7, order, keep, Scope.DOMAIN)
                    : KeepRanked.best("select", 7, order, keep, Scope.DOMAIN))
                .explained(2 + random.nextInt(5)));

    for (String domain : List.of("a", "b")) {
      List<Sample> kept = new ArrayList<>();
      outcome.kept().stream().filter(s -> s.domain().equals(domain)).forEach(kept::add);
      kept.sort(Comparator.comparingDouble(s -> score(s, ExplainKept.RANK)));
      double[] sorted =
          rows.stream()
              .filter(s -> s.domain().equals(domain))
              .mapToDouble(s -> score(s, "q"))
              .filter(value -> !Double.isNaN(value))
              .sorted()
              .toArray();
      int wanted = (int) keep.of(sorted.length);
      int from = fromTheMiddle ? (sorted.length - wanted) / 2 : 0;
      assertEquals(wanted, kept.size());
      for (int i = 0; i < wanted; i++) {
        assertEquals(i + 1, score(kept.get(i), ExplainKept.RANK));
        assertEquals(sorted[from + i], score(kept.get(i), "q"));
        assertEquals(sorted[from + wanted - 1], score(kept.get(i), ExplainKept.THRESHOLD));
      }
    }
  }

  private static double score(Sample sample, String column) {
    return sample.scores().value(column).orElse(NONE);
  }

  private static Fixtures.Outcome middle(
      List<Sample> rows, int rowsOfBatch, Amount keep, Grouping grouping) {
    return Fixtures.run(
        Fixtures.batches(rows, rowsOfBatch),
        KeepRanked.middle("select", 7, new RowOrder.ByColumn("q", MINIMIZE), keep, grouping));
  }

  private static Fixtures.Outcome keep(List<Sample> rows, long seed) {
    return Fixtures.run(
        Fixtures.batches(rows, 10),
        KeepRanked.best(
            "select", seed, new RowOrder.ByColumn("q", MAXIMIZE), percent("50"), Scope.CORPUS));
  }

  private static Fixtures.Outcome run(
      List<Sample> rows, int rowsOfBatch, Criterion.Goal goal, Amount keep, Grouping scope) {
    return Fixtures.run(
        Fixtures.batches(rows, rowsOfBatch),
        KeepRanked.best("select", 7, new RowOrder.ByColumn("q", goal), keep, scope));
  }

  private static Amount percent(String percent) {
    return new Amount.Percent(new BigDecimal(percent));
  }
}
