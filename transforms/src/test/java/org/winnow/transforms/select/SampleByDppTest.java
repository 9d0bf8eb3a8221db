package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.features.AddLeverage;
import org.winnow.transforms.features.AddLeverage.Length;
import org.winnow.transforms.features.FeatureColumns;

class SampleByDppTest {
  private static final List<String> FEATURES = List.of("f.0", "f.1", "f.2");

  @Test
  void drawsOneRowOfEachDirection() {
    double[][] values = new double[30][];
    for (int i = 0; i < values.length; i++) {
      // three directions, of one, four and 25 rows
      int direction = i == 0 ? 0 : i < 5 ? 1 : 2;
      values[i] = new double[3];
      values[i][direction] = 1 + i;
    }

    Fixtures.Outcome outcome = run(rows(values), 7, 3, 30);

    assertEquals("a.jsonl:1", outcome.keptPlaces().get(0));
    assertEquals(List.of(1, 4, 25), ends(outcome));
    assertEquals(27, outcome.rejected().size());
    assertEquals("not_sampled", outcome.rejected().get(0).reason());
    assertEquals(List.of(AddLeverage.LEVERAGE), outcome.kept().get(0).scores().columns());
  }

  /** Sizes of the directions that the kept rows are of. */
  private static List<Integer> ends(Fixtures.Outcome outcome) {
    return outcome.kept().stream()
        .map(row -> row.origin().row() == 1 ? 1 : row.origin().row() <= 5 ? 4 : 25)
        .toList();
  }

  @Test
  void drawsAnExactNumberFromACoresetWhateverTheOrderAndTheBatches() {
    double[][] values = new double[80][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new double[] {Math.sin(i), Math.cos(3 * i), 1.0 / (1 + i)};
    }
    List<Sample> rows = rows(values);

    Fixtures.Outcome whole = run(rows, 80, 12, 40);
    Fixtures.Outcome mixed = run(Fixtures.shuffled(rows, 6), 9, 12, 40);

    assertEquals(12, whole.kept().size());
    assertEquals(68, whole.rejected().size());
    assertEquals(whole, mixed);
  }

  @Test
  void refusesToDrawMoreThanTheCoreset() {
    Pipeline.PipelineExecutionException refused =
        assertThrows(
            Pipeline.PipelineExecutionException.class,
            () -> run(rows(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}), 3, 3, 2));

    assertTrue(
        String.valueOf(refused.getMessage())
            .contains("sample: 3 rows are to be drawn from a coreset of 2"));
  }

  private static List<Sample> rows(double[][] values) {
    List<Sample> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(Fixtures.sample("a", i + 1).withScores(Scores.of(FEATURES, values[i])));
    }
    return rows;
  }

  private static Fixtures.Outcome run(List<Sample> rows, int size, int keep, int coreset) {
    return Fixtures.run(
        Fixtures.batches(rows, size),
        new PTransform<PCollection<CorpusBatch>, StepResult>() {
          @Override
          public StepResult expand(PCollection<CorpusBatch> corpus) {
            return corpus
                .apply(
                    "Add leverage",
                    new AddLeverage(FEATURES, Length.UNIT, 1e-3, FeatureColumns.KEEP))
                .apply(
                    "Draw",
                    new SampleByDpp(
                        "sample",
                        7,
                        FEATURES,
                        Length.UNIT,
                        new Amount.Rows(keep),
                        coreset,
                        FeatureColumns.DROP));
          }
        });
  }
}
