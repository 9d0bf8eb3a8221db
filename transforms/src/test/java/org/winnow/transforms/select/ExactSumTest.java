package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ExactSumTest {
  @Property(tries = 300)
  void isTheDecimalSumRoundedOnce(@ForAll("numbers") List<Double> numbers) {
    BigDecimal exact = BigDecimal.ZERO;
    for (double number : numbers) {
      exact = exact.add(new BigDecimal(number));
    }

    assertEquals(exact.doubleValue(), sum(numbers).value());
  }

  @Property(tries = 200)
  void doesNotDependOnOrderOrGrouping(@ForAll("numbers") List<Double> numbers, @ForAll long seed) {
    List<Double> mixed = new ArrayList<>(numbers);
    Collections.shuffle(mixed, new Random(seed));
    int cut = mixed.size() / 3;

    ExactSum merged = sum(mixed.subList(cut, mixed.size()));
    merged.add(sum(mixed.subList(0, cut)));

    assertEquals(sum(numbers), merged);
    assertArrayEquals(sum(numbers).limbs(), merged.limbs());
    assertEquals(merged, ExactSum.ofLimbs(merged.limbs()));
  }

  @Test
  void keepsTheSmallestBesideTheGreatest() {
    ExactSum sum = sum(List.of(1e308, Double.MIN_VALUE));

    assertEquals(1e308, sum.value());
    assertEquals(false, sum.equals(sum(List.of(1e308))));
  }

  @Test
  void carriesThroughManySmallSummands() {
    ExactSum sum = ExactSum.zero();

    for (int i = 0; i < 1_000_000; i++) {
      sum.add(0.1);
    }

    // 0.1 is 3602879701896397 / 2^55
    assertEquals(
        new BigDecimal(0.1).multiply(BigDecimal.valueOf(1_000_000)).doubleValue(), sum.value());
  }

  @Test
  void sumsBeyondTheGreatestDoubleWithoutLosingCount() {
    ExactSum sum = sum(List.of(Double.MAX_VALUE, Double.MAX_VALUE));
    ExactSum twice = ExactSum.zero();
    twice.add(Double.MAX_VALUE);
    twice.add(twice);

    assertEquals(Double.POSITIVE_INFINITY, sum.value());
    assertEquals(sum, twice);
  }

  @Test
  void ofNothingIsZero() {
    assertEquals(0.0, ExactSum.zero().value());
    assertEquals(ExactSum.zero(), sum(List.of(0.0, -0.0)));
  }

  @Test
  void refusesWhatHasNoSum() {
    for (double bad : new double[] {-1e-300, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> ExactSum.zero().add(bad));
    }
  }

  private static ExactSum sum(List<Double> numbers) {
    ExactSum sum = ExactSum.zero();
    numbers.forEach(sum::add);
    return sum;
  }

  @Provide
  Arbitrary<List<Double>> numbers() {
    return Arbitraries.oneOf(
            Arbitraries.longs()
                .map(bits -> Double.longBitsToDouble(bits & Long.MAX_VALUE))
                .filter(number -> number < 1e308),
            Arbitraries.of(4.9e-324, 2.2250738585072014e-308, 0.0, 1.0, 0.1, 1e16, 1e307),
            Arbitraries.doubles().between(0, 2))
        .list()
        .ofMinSize(1)
        .ofMaxSize(30)
        .filter(list -> list.stream().mapToDouble(d -> d / 64).sum() < 1e306);
  }
}
