package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Seeds;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.select.SampleBySize.Weights;

class SampleBySizeTest {
  private static final double NONE = Double.NaN;

  @Test
  void weightedSumsOverTheDrawnRowsAreRightOnAverage() {
    double[] sizes = {.01, .02, .05, .1, .2, .3, .4, .9};
    double[] values = {5, 1, 8, 2, 7, 3, 9, 4};
    double total = Arrays.stream(values).sum();
    int draws = 100_000;
    double sum = 0;
    double squares = 0;

    for (int seed = 0; seed < draws; seed++) {
      double estimate = estimate(seed, sizes, values, 3);
      sum += estimate;
      squares += estimate * estimate;
    }

    double mean = sum / draws;
    double error = Math.sqrt((squares / draws - mean * mean) / draws);
    assertEquals(total, mean, 5 * error);
    assertTrue(error < .01 * total, "standard error " + error);
  }

  /** The textbook: sort by priority, weigh by the first one that is not drawn. */
  private static double estimate(long seed, double[] sizes, double[] values, int drawn) {
    double[] priorities = new double[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      priorities[i] =
          PrioritySampling.priority(Seeds.bits(seed, "sample", "row " + i, ""), sizes[i]);
    }
    double[] sorted = priorities.clone();
    Arrays.sort(sorted);
    double estimate = 0;
    for (int i = 0; i < sizes.length; i++) {
      if (priorities[i] < sorted[drawn]) {
        estimate += values[i] / PrioritySampling.chance(sizes[i], sorted[drawn]);
      }
    }
    return estimate;
  }

  @Test
  void drawsAnExactNumberWhateverTheOrderAndTheBatches() {
    List<Sample> rows = rows(90);

    Fixtures.Outcome whole = run(rows, 90, percent("30"), Weights.TRAINING);
    Fixtures.Outcome mixed = run(Fixtures.shuffled(rows, 4), 11, percent("30"), Weights.TRAINING);

    assertEquals(27, whole.kept().size());
    assertEquals(63, whole.rejected().size());
    assertEquals(whole, mixed);
    assertEquals("not_sampled", whole.rejected().get(0).reason());
    assertEquals(27, whole.kept().stream().mapToDouble(Sample::weight).sum(), 1e-9);
  }

  @Test
  void theColumnHoldsOneOverTheChance() {
    List<Sample> rows = rows(40);

    Fixtures.Outcome outcome = run(rows, 7, new Amount.Rows(10), Weights.COLUMN);
    Fixtures.Outcome training = run(rows, 7, new Amount.Rows(10), Weights.TRAINING);

    // size times weight is the same number for all rows but those that are certain, and are larger
    double least = outcome.kept().stream().mapToDouble(SampleBySizeTest::product).min().orElse(0);
    double mean = 0;
    for (Sample row : outcome.kept()) {
      double weight = weight(row);
      assertTrue(weight == 1 || Math.abs(product(row) - least) < 1e-12 * least, "" + weight);
      mean += weight / 10;
    }
    for (int i = 0; i < 10; i++) {
      assertEquals(weight(outcome.kept().get(i)) / mean, training.kept().get(i).weight(), 1e-12);
    }
    assertEquals(List.of("q"), training.kept().get(0).scores().columns());
  }

  private static double weight(Sample row) {
    return row.scores().value(SampleBySize.WEIGHT).orElseThrow();
  }

  private static double product(Sample row) {
    return weight(row) * (row.scores().value("q").orElseThrow() + 1.0 / 40);
  }

  @Test
  void allRowsHaveWeightOneIfAllAreDrawn() {
    for (Amount all : List.of(new Amount.Rows(99), percent("100"))) {
      Fixtures.Outcome outcome = run(rows(9), 4, all, Weights.COLUMN);

      assertEquals(9, outcome.kept().size());
      outcome.kept().forEach(row -> assertEquals(1, weight(row)));
    }
  }

  @Test
  void rowsOfSizeZeroCanBeDrawnAndRowsWithoutOneCannot() {
    List<Sample> rows = Fixtures.scored("a", 0, NONE, 0, 0);

    Fixtures.Outcome outcome = run(rows, 3, new Amount.Rows(2), Weights.TRAINING);

    assertEquals(2, outcome.kept().size());
    // equal chances, so equal weights
    outcome.kept().forEach(row -> assertEquals(1, row.weight(), 1e-12));
    assertEquals(
        List.of("missing_score", "not_sampled"),
        outcome.rejected().stream().map(r -> r.reason()).sorted().toList());
  }

  @Test
  void ofNoRowsIsNothing() {
    assertEquals(
        List.of("missing_score"),
        run(Fixtures.scored("a", NONE), 1, percent("50"), Weights.TRAINING).rejected().stream()
            .map(r -> r.reason())
            .toList());
  }

  private static List<Sample> rows(int count) {
    Random random = new Random(count);
    double[] sizes = new double[count];
    Arrays.setAll(sizes, i -> Math.pow(random.nextDouble(), 6));
    return new ArrayList<>(Fixtures.scored("a", sizes));
  }

  private static Fixtures.Outcome run(
      List<Sample> rows, int rowsOfBatch, Amount keep, Weights weights) {
    return Fixtures.run(
        Fixtures.batches(rows, rowsOfBatch), new SampleBySize("sample", 7, "q", keep, weights));
  }

  private static Amount percent(String percent) {
    return new Amount.Percent(new BigDecimal(percent));
  }
}
