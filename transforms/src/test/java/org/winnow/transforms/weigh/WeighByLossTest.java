package org.winnow.transforms.weigh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Seeds;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.Fixtures.Outcome;
import org.winnow.transforms.Scope;

class WeighByLossTest {
  private static final LossWeighting PLAIN = LossWeighting.of(LossStrategy.LIN_UPPER, .4);

  @Test
  void givesTheGoldenWeightsAcrossBatches() {
    Outcome outcome = weigh(Fixtures.scored("a", 1, 2, 3, 5), 1, 1024, Scope.CORPUS);

    double[] expected = {.034656, .120960, .422192, .422192};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(4 * expected[i], outcome.kept().get(i).weight(), 4e-6);
    }
    assertEquals(List.of(), outcome.rejected());
  }

  @Test
  void aRowWithoutTheLossGetsTheMeanWeightAndChangesNoOther() {
    List<Sample> rows = Fixtures.scored("a", 1, Double.NaN, 5);

    Outcome outcome = weigh(rows, 2, 1024, Scope.CORPUS);
    Outcome alone = weigh(List.of(rows.get(0), rows.get(2)), 2, 1024, Scope.CORPUS);

    assertEquals(WeighByLoss.WITHOUT_LOSS, outcome.kept().get(1).weight());
    assertEquals(alone.kept().get(0).weight(), outcome.kept().get(0).weight());
    assertEquals(alone.kept().get(1).weight(), outcome.kept().get(2).weight());
  }

  @Test
  void domainsAreWeighedForThemselves() {
    List<Sample> rows =
        Fixtures.together(Fixtures.scored("a", 1, 2), Fixtures.scored("b", 100, 200));

    Outcome outcome = weigh(rows, 3, 1024, Scope.DOMAIN);

    List<Double> weights = outcome.kept().stream().map(Sample::weight).toList();
    assertEquals(weights.subList(0, 2), weights.subList(2, 4));
  }

  @Test
  void everyGroupHasTheMeanOneAndTheSizeThatTheHashSays() {
    List<Sample> rows = waves(200);

    Outcome outcome = weigh(rows, 17, 40, Scope.CORPUS);

    Map<Long, Double> sums = new TreeMap<>();
    Map<Long, Integer> sizes = new HashMap<>();
    for (Sample sample : outcome.kept()) {
      long group = Long.remainderUnsigned(Seeds.bits(7, "weigh", sample.id(), "group"), 5);
      sums.merge(group, sample.weight(), Double::sum);
      sizes.merge(group, 1, Integer::sum);
    }
    assertEquals(5, sums.size());
    sums.forEach((group, sum) -> assertEquals(sizes.getOrDefault(group, 0), sum, 1e-12));
  }

  @Test
  void thereAreAsManyGroupsAsMakeThemThatLarge() {
    assertEquals(1, WeighByLoss.groups(1, 1024));
    assertEquals(1, WeighByLoss.groups(1535, 1024));
    assertEquals(2, WeighByLoss.groups(1536, 1024));
    assertEquals(1000, WeighByLoss.groups(1_024_000, 1024));
  }

  @Test
  void givesTheSameBitsWhateverTheOrderAndTheBatches() {
    List<Sample> rows = waves(120);

    Outcome whole = weigh(rows, 120, 30, Scope.CORPUS);
    Outcome mixed = weigh(Fixtures.shuffled(rows, 5), 7, 30, Scope.CORPUS);

    assertEquals(whole, mixed);
    assertTrue(whole.kept().stream().mapToDouble(Sample::weight).distinct().count() > 60);
  }

  @Test
  void noRowsGiveNoRows() {
    assertEquals(List.of(), weigh(List.of(), 1, 1024, Scope.CORPUS).kept());
  }

  @Test
  void aGroupIsOfAtLeastTwoRows() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new WeighByLoss("weigh", 7, "q", PLAIN, 1, Scope.CORPUS));
  }

  private static List<Sample> waves(int rows) {
    return Fixtures.scored(
        "a", IntStream.range(0, rows).mapToDouble(i -> 2 + Math.sin(i)).toArray());
  }

  private static Outcome weigh(List<Sample> rows, int batch, int groupRows, Scope scope) {
    return Fixtures.run(
        Fixtures.batches(rows, batch), new WeighByLoss("weigh", 7, "q", PLAIN, groupRows, scope));
  }
}
