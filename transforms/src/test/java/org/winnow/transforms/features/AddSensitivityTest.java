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

class AddSensitivityTest {
  private static final List<String> FEATURES = List.of("f.0", "f.1");
  private static final double NONE = Double.NaN;

  @Test
  void givesTheGoldenWeightsAcrossBatches() {
    Map<Long, Double> found =
        run(rows(new double[][] {{1, 0}, {1, 1}, {0, 1}, {2, 0}, {NONE, 3}}), 2, 1);

    double[] expected = {.304806, .542791, .542791, .609612, NONE};
    for (long row = 1; row <= 5; row++) {
      assertEquals(expected[(int) row - 1], found.getOrDefault(row, -1.0), 1e-3);
    }
  }

  @Test
  void givesTheSameBitsWhateverTheOrderAndTheBatches() {
    double[][] values = new double[40][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new double[] {Math.sin(i) * Math.pow(10, i % 7), 1.0 / (i + 1)};
    }
    assertEquals(run(rows(values), 40, 1.5), run(Fixtures.shuffled(rows(values), 5), 7, 1.5));
  }

  @Test
  void refusesAPowerOutOfReach() {
    for (double bad : new double[] {.9, 3.1, NONE}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new AddSensitivity(FEATURES, Length.OWN, bad, 0, FeatureColumns.DROP));
    }
  }

  private static List<Sample> rows(double[][] values) {
    List<Sample> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(Fixtures.sample("a", i + 1).withScores(Scores.of(FEATURES, values[i])));
    }
    return rows;
  }

  private static Map<Long, Double> run(List<Sample> rows, int size, double p) {
    AddSensitivity add = new AddSensitivity(FEATURES, Length.OWN, p, 0, FeatureColumns.DROP);
    Fixtures.Outcome outcome =
        Fixtures.run(
            Fixtures.batches(rows, size),
            new PTransform<PCollection<CorpusBatch>, StepResult>() {
              @Override
              public StepResult expand(PCollection<CorpusBatch> corpus) {
                return StepResult.keepingAll(corpus.apply("Add", add));
              }
            });
    Map<Long, Double> found = new TreeMap<>();
    for (Sample sample : outcome.kept()) {
      found.put(
          sample.origin().row(),
          sample.scores().value(AddSensitivity.SENSITIVITY).orElse(Double.NaN));
    }
    return found;
  }
}
