package org.winnow.transforms.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.Scope;

class AddInfluenceTest {
  private static final List<String> FEATURES = List.of("f.0", "f.1");
  private static final double NONE = Double.NaN;

  @Test
  void isTheCosineWithTheMeanDirectionOfTheTarget() {
    // directions (1, 0) and (0, 1), whatever their lengths: the mean points to (1, 1)
    List<Sample> target = rows("t", new double[][] {{1e-9, 0}, {0, 5e6}});
    double[][] corpus = {{3, 3}, {7, 0}, {-1e300, -1e300}, {1, -1}, {3, 4}};

    Map<Long, Double> found = run(rows("a", corpus), target, Scope.CORPUS, 2);

    double[] expected = {1, Math.sqrt(.5), -1, 0, 7 / Math.sqrt(50)};
    for (long row = 1; row <= expected.length; row++) {
      assertEquals(expected[(int) row - 1], found.getOrDefault(row, -9.0), 1e-15);
    }
  }

  @Test
  void takesTheNearestDomainOfTheTargetIfAsked() {
    List<Sample> target =
        Fixtures.together(
            rows("t", new double[][] {{1, 0}, {2, 0}}), rows("u", new double[][] {{0, 1}}));
    List<Sample> corpus = rows("a", new double[][] {{5, 0}, {0, 5}, {-3, 4}});

    Map<Long, Double> found = run(corpus, target, Scope.DOMAIN, 1);

    assertEquals(1, found.getOrDefault(1L, -9.0), 1e-15);
    assertEquals(1, found.getOrDefault(2L, -9.0), 1e-15);
    assertEquals(.8, found.getOrDefault(3L, -9.0), 1e-15);
  }

  @Test
  void whatHasNoDirectionHasNoCosine() {
    List<Sample> corpus = rows("a", new double[][] {{0, 0}, {NONE, 1}, {1, 0}});

    assertEquals(
        Map.of(1L, NONE, 2L, NONE, 3L, 1.0),
        run(corpus, rows("t", new double[][] {{1, 0}, {0, NONE}, {0, 0}}), Scope.CORPUS, 3));
    assertEquals(
        Map.of(1L, NONE, 2L, NONE, 3L, NONE),
        run(corpus, rows("t", new double[][] {{1, 0}, {-1, 0}}), Scope.CORPUS, 3));
  }

  @Test
  void givesTheSameBitsWhateverTheOrderAndTheBatches() {
    double[][] values = new double[60][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new double[] {Math.sin(i) * Math.pow(10, i % 7), Math.cos(3 * i)};
    }
    List<Sample> corpus = rows("a", values);
    List<Sample> target = rows("t", values).subList(0, 40);

    assertEquals(
        run(corpus, target, Scope.CORPUS, 60),
        run(Fixtures.shuffled(corpus, 5), Fixtures.shuffled(target, 6), Scope.CORPUS, 7));
  }

  @Test
  void aTargetWithoutFeaturesEndsTheRun() {
    List<Sample> corpus = rows("a", new double[][] {{1, 0}});

    RuntimeException failed =
        assertThrows(
            RuntimeException.class,
            () -> run(corpus, rows("t", new double[][] {{NONE, 1}}), Scope.CORPUS, 1));

    assertEquals(
        true, String.valueOf(failed.getMessage()).contains("no row of the target has features"));
  }

  private static List<Sample> rows(String domain, double[][] values) {
    List<Sample> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(Fixtures.sample(domain, i + 1).withScores(Scores.of(FEATURES, values[i])));
    }
    return rows;
  }

  private static Map<Long, Double> run(
      List<Sample> rows, List<Sample> targetRows, Scope scope, int size) {
    Pipeline pipeline = Fixtures.pipeline();
    PCollection<CorpusBatch> target =
        pipeline.apply(
            "Target",
            Create.of(Fixtures.batches(targetRows, size)).withCoder(CorpusBatchCoder.of()));
    Fixtures.Gathered<CorpusBatch> scored =
        Fixtures.gather(
            "Gather",
            Fixtures.corpus(pipeline, Fixtures.batches(rows, size))
                .apply("Add", new AddInfluence(FEATURES, target, scope, FeatureColumns.DROP)));
    pipeline.run().waitUntilFinish();
    Map<Long, Double> found = new TreeMap<>();
    for (Sample sample : Fixtures.outcome(scored.elements(), List.of()).kept()) {
      assertEquals(List.of(AddInfluence.COSINE), sample.scores().columns());
      found.put(sample.origin().row(), sample.scores().value(AddInfluence.COSINE).orElse(NONE));
    }
    return found;
  }
}
