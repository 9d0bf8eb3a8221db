package org.winnow.transforms.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.features.AddLeverage.Length;

class AddLeverageTest {
  private static final List<String> FEATURES = List.of("f.0", "f.1");
  private static final double NONE = Double.NaN;

  @Test
  void givesTheGoldenLeverageAcrossBatches() {
    Map<Long, Double> found =
        run(rows(new double[][] {{1, 0}, {1, 1}, {0, 1}, {2, 0}}), 1, Length.OWN, 0);

    double[] expected = {.181818, .545455, .545455, .727273};
    for (long row = 1; row <= 4; row++) {
      assertEquals(expected[(int) row - 1], found.getOrDefault(row, -1.0), 1e-6);
    }
  }

  @Test
  void atUnitLengthOnlyDirectionsCount() {
    // (1, 0) twice and (0, 1) once, at whatever length
    Map<Long, Double> found =
        run(rows(new double[][] {{1e-300, 0}, {7e200, 0}, {0, -3}}), 2, Length.UNIT, 0);

    assertEquals(.5, found.getOrDefault(1L, -1.0), 1e-15);
    assertEquals(.5, found.getOrDefault(2L, -1.0), 1e-15);
    assertEquals(1, found.getOrDefault(3L, -1.0), 1e-15);
  }

  @Test
  void theScaleOfTheFeaturesDoesNotMatter() {
    double[][] values = {{1, .5}, {-.25, 3}, {2, 2}};
    double[][] large = {{0x1p900, 0x1p899}, {-0x1p898, 3 * 0x1p900}, {0x1p901, 0x1p901}};

    assertEquals(run(rows(values), 3, Length.OWN, 1e-3), run(rows(large), 3, Length.OWN, 1e-3));
  }

  @Test
  void rowsWithoutAFeatureTakeNoPart() {
    Map<Long, Double> found =
        run(rows(new double[][] {{1, 0}, {NONE, 9}, {0, 1}, {9, NONE}}), 3, Length.OWN, 0);

    assertEquals(Map.of(1L, 1.0, 2L, NONE, 3L, 1.0, 4L, NONE), found);
  }

  @Test
  void aRowOfZerosHasNoLeverage() {
    for (Length length : Length.values()) {
      assertEquals(
          Map.of(1L, 0.0, 2L, 1.0), run(rows(new double[][] {{0, 0}, {2, 1}}), 3, length, 0));
    }
  }

  @Test
  void givesTheSameBitsWhateverTheOrderAndTheBatches() {
    double[][] values = new double[60][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new double[] {Math.sin(i) * Math.pow(10, i % 7), 1.0 / (i + 1)};
    }
    for (Length length : Length.values()) {
      Map<Long, Double> whole = run(rows(values), 60, length, 1e-3);
      Map<Long, Double> mixed = run(Fixtures.shuffled(rows(values), 5), 7, length, 1e-3);

      assertEquals(whole, mixed);
    }
  }

  @Test
  void theFeaturesStayIfTheyAreToBeKept() {
    List<Sample> rows = rows(new double[][] {{1, 0}, {0, 1}});

    assertEquals(List.of(AddLeverage.LEVERAGE), columns(rows, FeatureColumns.DROP));
    assertEquals(List.of("f.0", "f.1", AddLeverage.LEVERAGE), columns(rows, FeatureColumns.KEEP));
  }

  @Test
  void noRowsGiveNoRows() {
    assertEquals(Map.of(), run(List.of(), 1, Length.UNIT, 1e-3));
    assertEquals(Map.of(), run(List.of(), 1, Length.OWN, 1e-3));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new AddLeverage(List.of(), Length.UNIT, 1, FeatureColumns.KEEP));
    for (double bad : new double[] {-1, NONE, Double.POSITIVE_INFINITY}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new AddLeverage(FEATURES, Length.UNIT, bad, FeatureColumns.KEEP));
    }
  }

  private static List<Sample> rows(double[][] values) {
    List<Sample> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(Fixtures.sample("a", i + 1).withScores(Scores.of(FEATURES, values[i])));
    }
    return rows;
  }

  private static Fixtures.Outcome outcome(List<CorpusBatch> batches, AddLeverage add) {
    return Fixtures.run(
        batches,
        new PTransform<>() {
          @Override
          public StepResult expand(PCollection<CorpusBatch> corpus) {
            return StepResult.keepingAll(corpus.apply("Add", add));
          }
        });
  }

  private static Map<Long, Double> run(List<Sample> rows, int size, Length length, double ridge) {
    AddLeverage add = new AddLeverage(FEATURES, length, ridge, FeatureColumns.DROP);
    Map<Long, Double> found = new TreeMap<>();
    for (Sample sample : outcome(Fixtures.batches(rows, size), add).kept()) {
      found.put(
          sample.origin().row(), sample.scores().value(AddLeverage.LEVERAGE).orElse(Double.NaN));
    }
    return found;
  }

  private static List<String> columns(List<Sample> rows, FeatureColumns after) {
    AddLeverage add = new AddLeverage(FEATURES, Length.UNIT, 1e-3, after);
    return outcome(Fixtures.batches(rows, 2), add).kept().get(0).scores().columns();
  }
}
