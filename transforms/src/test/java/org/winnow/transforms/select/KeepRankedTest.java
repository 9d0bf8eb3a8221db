package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.winnow.transforms.select.Criterion.Goal.MAXIMIZE;
import static org.winnow.transforms.select.Criterion.Goal.MINIMIZE;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Fixtures;
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

  private static Fixtures.Outcome keep(List<Sample> rows, long seed) {
    return Fixtures.run(
        Fixtures.batches(rows, 10),
        KeepRanked.best(
            "select", seed, new RowOrder.ByColumn("q", MAXIMIZE), percent("50"), Scope.CORPUS));
  }

  private static Fixtures.Outcome run(
      List<Sample> rows, int rowsOfBatch, Criterion.Goal goal, Amount keep, Scope scope) {
    return Fixtures.run(
        Fixtures.batches(rows, rowsOfBatch),
        KeepRanked.best("select", 7, new RowOrder.ByColumn("q", goal), keep, scope));
  }

  private static Amount percent(String percent) {
    return new Amount.Percent(new BigDecimal(percent));
  }
}
