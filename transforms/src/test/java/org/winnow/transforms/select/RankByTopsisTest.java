package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.winnow.transforms.select.Criterion.Goal.MAXIMIZE;
import static org.winnow.transforms.select.Criterion.Goal.MINIMIZE;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.Scope;

class RankByTopsisTest {
  private static final List<Criterion> DONOD =
      List.of(new Criterion("don", MAXIMIZE, 1), new Criterion("nod", MINIMIZE, 1));
  private static final double NONE = Double.NaN;

  @Test
  void givesTheGoldenClosenessAcrossBatches() {
    List<Sample> rows = rows("a", new double[][] {{.30, 1}, {.10, .5}, {-.20, .8}, {.50, 2}});

    Map<String, Double> found = closeness(Fixtures.batches(rows, 1), Scope.CORPUS);

    double[] expected = {.702789, .549984, .304814, .644579};
    for (int row = 1; row <= 4; row++) {
      assertEquals(expected[row - 1], found.getOrDefault("a:" + row, -1.0), 1e-6);
    }
  }

  @Test
  void rowsWithAMissingScoreTakeNoPart() {
    List<Sample> rows = rows("a", new double[][] {{1, 1}, {NONE, 1000}, {3, 3}, {-50, NONE}});

    Map<String, Double> found = closeness(Fixtures.batches(rows, 2), Scope.CORPUS);
    Map<String, Double> alone =
        closeness(List.of(CorpusBatch.of(List.of(rows.get(0), rows.get(2)))), Scope.CORPUS);

    assertEquals(NONE, found.get("a:2"));
    assertEquals(NONE, found.get("a:4"));
    assertEquals(alone.get("a:1"), found.get("a:1"));
    assertEquals(alone.get("a:3"), found.get("a:3"));
  }

  @Test
  void comparesWithinADomainOnly() {
    List<Sample> rows =
        Fixtures.together(
            rows("a", new double[][] {{1, 5}, {2, 5}}),
            rows("b", new double[][] {{100, 1}, {200, 1}}));

    Map<String, Double> found = closeness(Fixtures.batches(rows, 3), Scope.DOMAIN);

    assertEquals(Map.of("a:1", 0.0, "a:2", 1.0, "b:1", 0.0, "b:2", 1.0), found);
  }

  @Test
  void winsorizingMovesOutliersToTheQuantiles() {
    double[][] values = new double[10][];
    double[][] clipped = new double[10][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new double[] {i == 0 ? -1000 : i, i == 9 ? 1e6 : i};
      // 10 values: 20 % do not exceed the second, 80 % do not exceed the eighth
      clipped[i] =
          new double[] {Math.min(Math.max(values[i][0], 1), 7), Math.min(Math.max(i, 1), 7)};
    }
    Winsorizing winsorizing = new Winsorizing(new BigDecimal("20"), new BigDecimal("80"));

    Map<String, Double> found =
        closeness(
            Fixtures.batches(Fixtures.shuffled(rows("a", values), 4), 3),
            winsorizing,
            Scope.DOMAIN);

    assertEquals(closeness(Fixtures.batches(rows("a", clipped), 10), Scope.DOMAIN), found);
  }

  @Test
  void givesTheSameBitsWhateverTheOrderAndTheBatches() {
    double[][] values = new double[50][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new double[] {Math.sin(i) * Math.pow(10, i % 7), 1.0 / (i + 1)};
    }
    List<Sample> rows = rows("a", values);

    Map<String, Double> whole = closeness(Fixtures.batches(rows, 50), Scope.CORPUS);
    Map<String, Double> mixed =
        closeness(Fixtures.batches(Fixtures.shuffled(rows, 5), 3), Scope.CORPUS);

    assertEquals(whole, mixed);
  }

  @Test
  void needsACriterion() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new RankByTopsis(List.of(), Winsorizing.NONE, Scope.CORPUS));
  }

  private static List<Sample> rows(String domain, double[][] values) {
    List<Sample> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(
          Fixtures.sample(domain, i + 1).withScores(Scores.of(List.of("don", "nod"), values[i])));
    }
    return rows;
  }

  private static Map<String, Double> closeness(List<CorpusBatch> batches, Scope scope) {
    return closeness(batches, Winsorizing.NONE, scope);
  }

  private static Map<String, Double> closeness(
      List<CorpusBatch> batches, Winsorizing winsorizing, Scope scope) {
    Pipeline pipeline = Fixtures.pipeline();
    Fixtures.Gathered<CorpusBatch> ranked =
        Fixtures.gather(
            "Gather",
            Fixtures.corpus(pipeline, batches)
                .apply("Rank", new RankByTopsis(DONOD, winsorizing, scope)));
    Fixtures.run(pipeline);
    Map<String, Double> closeness = new TreeMap<>();
    for (CorpusBatch batch : ranked.elements()) {
      double[] column = batch.scores(RankByTopsis.CLOSENESS);
      List<Sample> samples = batch.samples();
      for (int row = 0; row < column.length; row++) {
        Sample sample = samples.get(row);
        closeness.put(sample.domain() + ":" + sample.origin().row(), column[row]);
      }
    }
    return closeness;
  }
}
