package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.winnow.transforms.select.Criterion.Goal.MAXIMIZE;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.Grouping;
import org.winnow.transforms.Scope;
import org.winnow.transforms.features.FeatureColumns;

class KeepDiverseTest {
  private static final List<String> FEATURES = List.of("f.0", "f.1");
  private static final double NONE = Double.NaN;

  @Test
  void keepsTheBestOfRowsInLikeDirections() {
    List<Sample> rows =
        rows("a", new double[][] {{1, 5, 0}, {3, 9, .1}, {2, 0, 4}, {9, NONE, 1}, {NONE, 0, 1}});

    Fixtures.Outcome outcome = Fixtures.run(Fixtures.batches(rows, 2), step(5, Scope.CORPUS));

    assertEquals(List.of("a.jsonl:2", "a.jsonl:3"), outcome.keptPlaces());
    assertEquals(
        List.of(
            "too_similar: cosine 0.99993825 with the kept row " + rows.get(1).id(),
            "missing_score: no value in a feature",
            "missing_score: no value in column q"),
        outcome.rejected().stream().map(r -> r.reason() + ": " + r.evidence()).toList());
    assertEquals(List.of("q"), outcome.kept().get(0).scores().columns());
  }

  @Test
  void comparesWithinAGroupOnly() {
    List<Sample> rows =
        Fixtures.together(
            rows("a", new double[][] {{1, 1, 0}, {2, 1, 0}}),
            rows("b", new double[][] {{1, 1, 0}, {0, 0, 1}}));

    Fixtures.Outcome outcome = Fixtures.run(Fixtures.batches(rows, 3), step(5, Scope.DOMAIN));

    assertEquals(List.of("a.jsonl:2", "b.jsonl:1", "b.jsonl:2"), outcome.keptPlaces());
  }

  @Test
  void dependsOnTheSetOfRowsAlone() {
    double[][] values = new double[60][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new double[] {i * 7 % 5, Math.sin(i), Math.cos(i)};
    }
    List<Sample> rows = rows("a", values);

    Fixtures.Outcome whole = Fixtures.run(Fixtures.batches(rows, 60), step(6, Scope.CORPUS));
    Fixtures.Outcome mixed =
        Fixtures.run(Fixtures.batches(Fixtures.shuffled(rows, 9), 7), step(6, Scope.CORPUS));

    assertEquals(6, whole.kept().size());
    assertEquals(whole, mixed);
    assertEquals(60, whole.kept().size() + whole.rejected().size());
    assertTrue(
        whole.rejected().stream()
            .map(Rejection::evidence)
            .anyMatch("enough rows before it are kept"::equals));
  }

  @Test
  void refusesMoreFeaturesThanAWorkerHolds() {
    KeepDiverse small =
        new KeepDiverse(
            "diversity",
            7,
            new RowOrder.ByColumn("q", MAXIMIZE),
            FEATURES,
            .9,
            new Amount.Rows(1),
            Scope.CORPUS,
            FeatureColumns.DROP,
            16);
    List<Sample> rows = rows("a", new double[][] {{1, 1, 0}, {2, 1, 0}, {3, 1, 0}});

    Pipeline.PipelineExecutionException refused =
        assertThrows(
            Pipeline.PipelineExecutionException.class,
            () -> Fixtures.run(Fixtures.batches(rows, 3), small));

    String message = String.valueOf(refused.getMessage());
    assertTrue(
        message.contains(
            "diversity: the group 'corpus' has at least 3 rows of 2 features, more than the 16"
                + " bytes"),
        message);
  }

  @Test
  void refusesAThresholdThatIsNoCosine() {
    for (double bad : new double[] {-1.1, 1.1, NONE}) {
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new KeepDiverse(
                  "diversity",
                  7,
                  new RowOrder.ByColumn("q", MAXIMIZE),
                  FEATURES,
                  bad,
                  new Amount.Rows(1),
                  Scope.CORPUS,
                  FeatureColumns.DROP));
    }
  }

  private static KeepDiverse step(int keep, Grouping grouping) {
    return new KeepDiverse(
        "diversity",
        7,
        new RowOrder.ByColumn("q", MAXIMIZE),
        FEATURES,
        .9,
        new Amount.Rows(keep),
        grouping,
        FeatureColumns.DROP);
  }

  /** Score and features of each row. */
  private static List<Sample> rows(String domain, double[][] values) {
    List<Sample> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(
          Fixtures.sample(domain, i + 1)
              .withScores(Scores.of(List.of("q", "f.0", "f.1"), values[i])));
    }
    return rows;
  }
}
