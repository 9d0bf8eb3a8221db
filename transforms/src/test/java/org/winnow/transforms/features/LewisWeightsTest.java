package org.winnow.transforms.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class LewisWeightsTest {
  private static final double[][] GOLDEN = {{.5, 0}, {.5, .5}, {0, .5}, {1, 0}};

  @Test
  void givesTheGoldenWeights() {
    // computed in float64 outside of Java, of the rows (1, 0), (1, 1), (0, 1), (2, 0)
    assertArrayEquals(
        new double[] {.304806, .542791, .542791, .609612}, weights(GOLDEN, 1, 0, 40), 1e-6);
  }

  @Test
  void atTwoTheyAreTheLeverage() {
    assertEquals(1, LewisWeights.steps(2));
    assertArrayEquals(
        new double[] {2.0 / 11, 6.0 / 11, 6.0 / 11, 8.0 / 11}, weights(GOLDEN, 2, 0, 1), 1e-14);
  }

  @Property(tries = 40)
  void areAFixedPointThatAddsUpToTheRank(
      @ForAll long seed, @ForAll @DoubleRange(min = 1, max = 3) double p) {
    double[][] rows = rows(seed);

    double[] found = weights(rows, p, 0, LewisWeights.steps(p) + 30);

    assertEquals(3, Arrays.stream(found).sum(), 1e-4);
    // one plain step from the weights gives the weights
    Gram next = Gram.empty(3);
    double greatest = 0;
    for (double weight : found) {
      greatest = Math.max(greatest, Math.pow(weight, 1 - 2 / p));
    }
    for (int i = 0; i < rows.length; i++) {
      next.add(rows[i], Math.pow(found[i], 1 - 2 / p) / greatest);
    }
    RidgeLeverage inverse = RidgeLeverage.of(next, 0);
    for (int i = 0; i < rows.length; i++) {
      double expected = Math.pow(inverse.form(rows[i]) / greatest, p / 2);
      assertEquals(expected, found[i], 1e-4 * expected);
    }
  }

  @Property(tries = 40)
  void theStatedNumberOfStepsIsEnough(
      @ForAll long seed, @ForAll @DoubleRange(min = 1, max = 3) double p) {
    double[][] rows = rows(seed);
    double[] exact = weights(rows, p, 1e-3, LewisWeights.steps(p) + 30);

    double[] found = weights(rows, p, 1e-3, LewisWeights.steps(p));

    for (int i = 0; i < rows.length; i++) {
      assertEquals(1, found[i] / exact[i], .01, "row " + i);
    }
  }

  @Test
  void aRowOfZerosWeighsNothingAndHarmsNothing() {
    double[][] rows = {{.5, 0}, {0, 0}, {0, 1e-9}};
    for (double p : new double[] {1, 1.5, 2, 3}) {
      double[] found = weights(rows, p, 0, LewisWeights.steps(p));

      assertEquals(1, found[0], 1e-2);
      assertEquals(0, found[1]);
      assertTrue(found[2] >= 0 && Double.isFinite(found[2]));
    }
  }

  @Test
  void comeBackAsTheyWere() throws Exception {
    LewisWeights weights = step(LewisWeights.first(gram(GOLDEN), 0, 1), GOLDEN, 0);

    LewisWeights copy = CoderUtils.clone(LewisWeights.CODER, weights);

    for (double[] row : GOLDEN) {
      assertEquals(weights.weight(row), copy.weight(row));
      assertEquals(weights.factor(row), copy.factor(row));
    }
  }

  private static double[] weights(double[][] rows, double p, double ridge, int steps) {
    LewisWeights weights = LewisWeights.first(gram(rows), ridge, p);
    for (int step = 1; step < steps; step++) {
      weights = step(weights, rows, ridge);
    }
    return Arrays.stream(rows).mapToDouble(weights::weight).toArray();
  }

  private static LewisWeights step(LewisWeights weights, double[][] rows, double ridge) {
    Gram gram = Gram.empty(rows[0].length);
    for (double[] row : rows) {
      gram.add(row, weights.factor(row));
    }
    return weights.next(gram, ridge);
  }

  private static Gram gram(double[][] rows) {
    Gram gram = Gram.empty(rows[0].length);
    for (double[] row : rows) {
      gram.add(row);
    }
    return gram;
  }

  /** Rows of length 1 in three dimensions. */
  private static double[][] rows(long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[25][3];
    for (double[] row : rows) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    return Arrays.stream(rows).map(FeatureRows::unit).toArray(double[][]::new);
  }
}
