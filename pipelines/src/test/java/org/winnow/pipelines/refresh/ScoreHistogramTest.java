package org.winnow.pipelines.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.RandomBits;

class ScoreHistogramTest {
  private static ScoreHistogram of(double... values) {
    ScoreHistogram histogram = new ScoreHistogram();
    Arrays.stream(values).forEach(histogram::add);
    return histogram;
  }

  /** By its definition, at every value of both. */
  private static double naive(double[] one, double[] other) {
    return DoubleStream.concat(Arrays.stream(one), Arrays.stream(other))
        .map(
            at ->
                Math.abs(
                    Arrays.stream(one).filter(value -> value <= at).count() / (double) one.length
                        - Arrays.stream(other).filter(value -> value <= at).count()
                            / (double) other.length))
        .max()
        .orElseThrow();
  }

  @Test
  void distancesByHand() {
    assertThat(ScoreHistogram.distance(of(1, 2, 3, 4), of(1, 2, 3, 4))).isZero();
    assertThat(ScoreHistogram.distance(of(1, 2), of(3, 4))).isEqualTo(1);
    assertThat(ScoreHistogram.distance(of(-1, 0, 1), of(-1, 0, 0, 1)))
        .isCloseTo(1 / 12.0, within(1e-12));
    assertThat(ScoreHistogram.distance(of(-0.0, 5), of(0.0, 5))).isZero();
    assertThat(ScoreHistogram.distance(of(), of(1))).isEqualTo(1);
    assertThat(ScoreHistogram.distance(of(1), of())).isEqualTo(1);
    assertThat(ScoreHistogram.distance(of(), of())).isZero();
    assertThat(of(1, 2, 6).mean()).isEqualTo(3);
  }

  /** Whole numbers below 256 have buckets of their own, of either sign. */
  @Test
  void asDefinedWhereNoTwoValuesShareABucket() {
    RandomBits bits = new RandomBits(5);
    for (int trial = 0; trial < 200; trial++) {
      double[] one = new double[1 + bits.below(30)];
      double[] other = new double[1 + bits.below(30)];
      Arrays.setAll(one, i -> bits.below(60) - 30.0);
      Arrays.setAll(other, i -> bits.below(80) - 30.0);

      assertThat(ScoreHistogram.distance(of(one), of(other)))
          .isCloseTo(naive(one, other), within(1e-12));
    }
  }

  @Test
  void valuesWithinABucketMayCountAsEqualAndOthersDoNot() {
    assertThat(ScoreHistogram.distance(of(100.0), of(100.001))).isZero();
    assertThat(ScoreHistogram.distance(of(100.0), of(101.0))).isEqualTo(1);
  }
}
