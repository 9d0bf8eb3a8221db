package org.winnow.transforms.features;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class FixedPointSumsTest {
  @Property(tries = 200)
  void isTheSumUpToHalfAStepForEachSummand(
      @ForAll @NotEmpty List<@DoubleRange(min = -1, max = 1) Double> numbers) {
    BigDecimal exact = BigDecimal.ZERO;
    for (double number : numbers) {
      exact = exact.add(new BigDecimal(number));
    }

    double found = sum(numbers).value(0);

    double rounding = Math.scalb((double) numbers.size(), -61) + Math.ulp(found);
    assertEquals(exact.doubleValue(), found, rounding);
  }

  @Property(tries = 200)
  void doesNotDependOnOrderOrGrouping(
      @ForAll @NotEmpty List<@DoubleRange(min = -1, max = 1) Double> numbers, @ForAll long seed) {
    List<Double> mixed = new ArrayList<>(numbers);
    Collections.shuffle(mixed, new Random(seed));
    int cut = mixed.size() / 3;

    FixedPointSums merged = sum(mixed.subList(cut, mixed.size()));
    merged.add(sum(mixed.subList(0, cut)));

    assertEquals(sum(numbers), merged);
  }

  @Test
  void oneIsExactAndSumsAreApart() {
    FixedPointSums sums = FixedPointSums.zero(3);

    sums.add(0, 1);
    sums.add(0, -.25);
    sums.add(2, -1);

    assertEquals(List.of(.75, 0.0, -1.0), List.of(sums.value(0), sums.value(1), sums.value(2)));
  }

  @Test
  void comesBackAsItWas() throws Exception {
    FixedPointSums sums = sum(List.of(.1, -.7, 1.0));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    sums.write(new DataOutputStream(bytes));

    assertEquals(
        sums,
        FixedPointSums.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray()))));
  }

  @Test
  void refusesWhatIsOutOfRange() {
    FixedPointSums sums = FixedPointSums.zero(1);

    for (double bad : new double[] {1.0000001, -2, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> sums.add(0, bad));
    }
    FixedPointSums many = sum(List.of(1.0));
    assertThrows(
        ArithmeticException.class,
        () -> {
          for (int doubling = 0; doubling < 64; doubling++) {
            many.add(many);
          }
        });
  }

  private static FixedPointSums sum(List<Double> numbers) {
    FixedPointSums sums = FixedPointSums.zero(1);
    numbers.forEach(number -> sums.add(0, number));
    return sums;
  }
}
