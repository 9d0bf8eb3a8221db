package org.winnow.transforms.weigh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.winnow.transforms.weigh.LossStrategy.EXTREMES;
import static org.winnow.transforms.weigh.LossStrategy.LIN_UPPER;
import static org.winnow.transforms.weigh.LossStrategy.QUADRATIC;
import static org.winnow.transforms.weigh.LossStrategy.UNIFORM;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LossGroupTest {
  private static final double[] LOSSES = {1, 2, 3, 5};

  @Test
  void givesThePublishedSoftmaxTimesTheNumberOfRows() {
    // h = [-1, -.5, 0, 1]; computed in float64 outside of Java
    assertGolden(LIN_UPPER, 1, .123681, .203916, .336201, .336201);
    assertGolden(LIN_UPPER, .4, .034656, .120960, .422192, .422192);
    assertGolden(QUADRATIC, 1, .146300, .309717, .397684, .146300);
    assertGolden(QUADRATIC, .4, .048301, .314965, .588432, .048301);
    assertGolden(EXTREMES, 1, .336201, .203916, .123681, .336201);
    assertGolden(UNIFORM, .4, .25, .25, .25, .25);
  }

  @Test
  void lossesThatAllAgreeHaveUniformWeights() {
    for (LossStrategy strategy : LossStrategy.values()) {
      LossWeighting weighting = LossWeighting.of(strategy, .4);

      assertArrayEquals(new double[] {1, 1, 1}, weights(weighting, 2.5, 2.5, 2.5));
      assertArrayEquals(new double[] {1, 1}, weights(weighting, 2.5, 2.5 + 9e-7));
      assertArrayEquals(new double[] {1}, weights(weighting, 7));
    }
  }

  @Test
  void anOutlierDoesNotSetTheScaleWhenClipped() {
    LossWeighting clipped =
        new LossWeighting(LIN_UPPER, 1, BigDecimal.valueOf(25), BigDecimal.valueOf(75));

    // the quantiles of four values are the first and the third: h = [-1, 0, 1, 1]
    double e = Math.exp(-1);
    double[] expected = DoubleStream.of(e, 1, 1, 1).map(part -> 4 * part / (3 + e)).toArray();
    assertArrayEquals(expected, weights(clipped, 1, 2, 3, 1000), 1e-12);
  }

  @Test
  void quantilesAreValuesOfTheGroup() {
    assertEquals(0, LossWeighting.position(BigDecimal.ZERO, 1000));
    assertEquals(9, LossWeighting.position(BigDecimal.ONE, 1000));
    assertEquals(10, LossWeighting.position(BigDecimal.ONE, 1001));
    assertEquals(989, LossWeighting.position(BigDecimal.valueOf(99), 1000));
    assertEquals(999, LossWeighting.position(BigDecimal.valueOf(100), 1000));
    assertEquals(0, LossWeighting.position(BigDecimal.valueOf(99), 1));
  }

  @Test
  void neitherHugeLossesNorTinyTemperaturesGiveAnythingButNumbers() {
    double[] huge = {-Double.MAX_VALUE, 0, Double.MAX_VALUE};

    assertArrayEquals(new double[] {0, 1.5, 1.5}, weights(LossWeighting.of(LIN_UPPER, 1e-9), huge));
    assertArrayEquals(new double[] {0, 3, 0}, weights(LossWeighting.of(QUADRATIC, 1e-300), huge));
  }

  @Property(tries = 200)
  void weightsHaveMeanOneAndDoNotDependOnTheOrder(
      @ForAll @Size(min = 1, max = 40) List<@DoubleRange(min = 0, max = 20) Double> losses,
      @ForAll LossStrategy strategy,
      @ForAll @DoubleRange(min = 0.01, max = 100) double temperature) {
    LossWeighting weighting = LossWeighting.of(strategy, temperature);
    List<Double> reversed = new ArrayList<>(losses);
    Collections.reverse(reversed);

    double[] weights = weights(weighting, array(losses));

    assertEquals(1, Arrays.stream(weights).average().orElseThrow(), 1e-12);
    assertEquals(LossGroup.of(array(losses), weighting), LossGroup.of(array(reversed), weighting));
  }

  @Property(tries = 200)
  void linUpperNeverGivesAHigherLossLessWeight(
      @ForAll @Size(min = 2, max = 40) List<@DoubleRange(min = 0, max = 20) Double> losses) {
    LossWeighting weighting =
        new LossWeighting(LIN_UPPER, .4, BigDecimal.valueOf(5), BigDecimal.valueOf(95));
    double[] sorted = losses.stream().mapToDouble(Double::doubleValue).sorted().toArray();

    double[] weights = weights(weighting, sorted);

    IntStream.range(1, weights.length)
        .forEach(i -> assertTrue(weights[i - 1] <= weights[i], Arrays.toString(weights)));
  }

  @Test
  void refusesWhatMakesNoWeights() {
    assertThrows(IllegalArgumentException.class, () -> LossWeighting.of(LIN_UPPER, 0));
    assertThrows(IllegalArgumentException.class, () -> LossWeighting.of(LIN_UPPER, Double.NaN));
    assertThrows(
        IllegalArgumentException.class,
        () -> new LossWeighting(LIN_UPPER, 1, BigDecimal.TEN, BigDecimal.TEN));
  }

  private static void assertGolden(LossStrategy strategy, double temperature, double... shares) {
    double[] weights = weights(LossWeighting.of(strategy, temperature), LOSSES);
    for (int i = 0; i < shares.length; i++) {
      assertEquals(shares[i], weights[i] / LOSSES.length, 1e-6, strategy + " " + i);
    }
  }

  private static double[] weights(LossWeighting weighting, double... losses) {
    LossGroup group = LossGroup.of(losses, weighting);
    return Arrays.stream(losses).map(loss -> group.weight(loss, weighting)).toArray();
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
