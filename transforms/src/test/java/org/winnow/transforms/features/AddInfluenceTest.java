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
  private static final List<String> BOTH = List.of("f.0", "f.1", "g.0", "g.1");
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

  @Test
  void weighsTheCosinesOfCheckpointsByLearningRate() {
    List<CheckpointFeatures> checkpoints = checkpoints(3e-5, 1e-5);
    List<Sample> target = rows("t", BOTH, new double[][] {{1, 0, 0, 2}});
    // cosines .6 and -1, 1 and 0
    double[][] corpus = {{3, 4, 0, -1}, {1e9, 0, 1e-9, 0}};

    Map<Long, Double> found = run(checkpoints, rows("a", BOTH, corpus), target, Scope.CORPUS, 2);

    assertEquals(.75 * .6 - .25, found.getOrDefault(1L, -9.0), 1e-15);
    assertEquals(.75, found.getOrDefault(2L, -9.0), 1e-15);
  }

  @Test
  void sumsOverCheckpointsBeforeTheGreatestGroupIsTaken() {
    double half = Math.sqrt(.75);
    // cosines 1 and -1 with one group, .5 and .5 with the other; .75 if the greatest came first
    List<Sample> target =
        Fixtures.together(
            rows("t", BOTH, new double[][] {{1, 0, -1, 0}}),
            rows("u", BOTH, new double[][] {{.5, half, .5, half}}));
    List<Sample> corpus = rows("a", BOTH, new double[][] {{1, 0, 1, 0}});

    Map<Long, Double> found = run(checkpoints(1, 1), corpus, target, Scope.DOMAIN, 1);

    assertEquals(.5, found.getOrDefault(1L, -9.0), 1e-15);
  }

  @Test
  void agreesWithTheSumWrittenOutForEachRowAndGroup() {
    double[][] values = new double[40][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new double[] {Math.sin(i), Math.cos(3 * i), Math.sin(i * i), Math.cos(7 * i)};
    }
    List<Sample> target = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      target.add(
          Fixtures.sample("t" + i % 3, i + 1)
              .withScores(Scores.of(BOTH, values[values.length - 1 - i])));
    }

    Map<Long, Double> found =
        run(checkpoints(2e-5, .5e-5), rows("a", BOTH, values), target, Scope.DOMAIN, 7);

    for (int row = 0; row < values.length; row++) {
      double greatest = -9;
      for (int group = 0; group < 3; group++) {
        double[] mean = new double[4];
        for (int i = group; i < 12; i += 3) {
          double[] one = values[values.length - 1 - i];
          mean[0] += one[0] / Math.hypot(one[0], one[1]) / 4;
          mean[1] += one[1] / Math.hypot(one[0], one[1]) / 4;
          mean[2] += one[2] / Math.hypot(one[2], one[3]) / 4;
          mean[3] += one[3] / Math.hypot(one[2], one[3]) / 4;
        }
        greatest =
            Math.max(
                greatest, .8 * cosine(values[row], mean, 0) + .2 * cosine(values[row], mean, 2));
      }
      assertEquals(greatest, found.getOrDefault(row + 1L, -9.0), 1e-14);
    }
  }

  @Test
  void theSameCheckpointTwiceIsTheCheckpoint() {
    double[][] once = {{3, 4}, {-1, 2}, {5, 0}};
    double[][] twice = {{3, 4, 3, 4}, {-1, 2, -1, 2}, {5, 0, 5, 0}};

    Map<Long, Double> one = run(rows("a", once), rows("t", once).subList(0, 2), Scope.CORPUS, 3);
    Map<Long, Double> two =
        run(
            checkpoints(1e-300, Double.MAX_VALUE),
            rows("a", BOTH, twice),
            rows("t", BOTH, twice).subList(0, 2),
            Scope.CORPUS,
            3);

    one.forEach((row, cosine) -> assertEquals(cosine, two.getOrDefault(row, -9.0), 1e-15));
  }

  @Test
  void whatHasNoDirectionAtOneCheckpointHasNoCosineAndIsNotComparedWith() {
    List<Sample> corpus =
        rows("a", BOTH, new double[][] {{1, 0, NONE, 0}, {1, 0, 0, 0}, {0, 0, 1, 0}, {1, 0, 1, 0}});
    List<Sample> target =
        Fixtures.together(
            // the second row is incomplete and does not turn the first checkpoint's mean either
            rows("t", BOTH, new double[][] {{0, 1, 1, 0}, {1, 0, NONE, 0}}),
            // the nearest group, but its directions cancel at the second checkpoint
            rows("u", BOTH, new double[][] {{1, 0, 1, 0}, {1, 0, -1, 0}}));

    assertEquals(
        Map.of(1L, NONE, 2L, NONE, 3L, NONE, 4L, .5),
        run(checkpoints(1, 1), corpus, target, Scope.DOMAIN, 2));
  }

  @Test
  void refusesALearningRateThatIsNone() {
    for (double rate : new double[] {0, -1e-5, NONE, Double.POSITIVE_INFINITY}) {
      IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> new CheckpointFeatures(FEATURES, rate));
      assertEquals("learning rate must be > 0 and finite, got " + rate, refused.getMessage());
    }
  }

  /** The cosine of two numbers of each array, from a place on. */
  private static double cosine(double[] some, double[] others, int from) {
    return (some[from] * others[from] + some[from + 1] * others[from + 1])
        / Math.hypot(some[from], some[from + 1])
        / Math.hypot(others[from], others[from + 1]);
  }

  private static List<CheckpointFeatures> checkpoints(double... learningRates) {
    return List.of(
        new CheckpointFeatures(BOTH.subList(0, 2), learningRates[0]),
        new CheckpointFeatures(BOTH.subList(2, 4), learningRates[1]));
  }

  private static List<Sample> rows(String domain, double[][] values) {
    return rows(domain, FEATURES, values);
  }

  private static List<Sample> rows(String domain, List<String> columns, double[][] values) {
    List<Sample> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(Fixtures.sample(domain, i + 1).withScores(Scores.of(columns, values[i])));
    }
    return rows;
  }

  private static Map<Long, Double> run(
      List<Sample> rows, List<Sample> targetRows, Scope scope, int size) {
    return run(List.of(CheckpointFeatures.alone(FEATURES)), rows, targetRows, scope, size);
  }

  private static Map<Long, Double> run(
      List<CheckpointFeatures> checkpoints,
      List<Sample> rows,
      List<Sample> targetRows,
      Scope scope,
      int size) {
    Pipeline pipeline = Fixtures.pipeline();
    PCollection<CorpusBatch> target =
        pipeline.apply(
            "Target",
            Create.of(Fixtures.batches(targetRows, size)).withCoder(CorpusBatchCoder.of()));
    Fixtures.Gathered<CorpusBatch> scored =
        Fixtures.gather(
            "Gather",
            Fixtures.corpus(pipeline, Fixtures.batches(rows, size))
                .apply("Add", new AddInfluence(checkpoints, target, scope, FeatureColumns.DROP)));
    Fixtures.run(pipeline);
    Map<Long, Double> found = new TreeMap<>();
    for (Sample sample : Fixtures.outcome(scored.elements(), List.of()).kept()) {
      assertEquals(List.of(AddInfluence.COSINE), sample.scores().columns());
      found.put(sample.origin().row(), sample.scores().value(AddInfluence.COSINE).orElse(NONE));
    }
    return found;
  }
}
