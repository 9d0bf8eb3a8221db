package org.winnow.transforms.rank;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

class RankBlockTest {
  @Test
  void ordersSpecialNumbersAsNumbers() {
    double[] ascending = {
      Double.NEGATIVE_INFINITY,
      -Double.MAX_VALUE,
      -1.5,
      -Double.MIN_NORMAL,
      -Double.MIN_VALUE,
      0.0,
      Double.MIN_VALUE,
      Double.MIN_NORMAL,
      1.5,
      Double.MAX_VALUE,
      Double.POSITIVE_INFINITY
    };

    for (int i = 1; i < ascending.length; i++) {
      long below = RankBlock.ascending(ascending[i - 1]);
      long above = RankBlock.ascending(ascending[i]);
      assertTrue(Long.compareUnsigned(below, above) < 0, ascending[i - 1] + ", " + ascending[i]);
    }
  }

  @Test
  void takesTheTwoZerosForOneNumber() {
    assertEquals(RankBlock.ascending(0.0), RankBlock.ascending(-0.0));
    assertEquals(RankBlock.descending(0.0), RankBlock.descending(-0.0));
  }

  @Property
  void ascendingBitsFollowTheNumbers(@ForAll("numbers") double a, @ForAll("numbers") double b) {
    int expected = a < b ? -1 : a > b ? 1 : 0;

    assertEquals(
        expected,
        Integer.signum(Long.compareUnsigned(RankBlock.ascending(a), RankBlock.ascending(b))));
    assertEquals(
        -expected,
        Integer.signum(Long.compareUnsigned(RankBlock.descending(a), RankBlock.descending(b))));
  }

  @Property(tries = 200)
  void keysAreComparedAsOneUnsignedNumber(
      @ForAll("words") long[] left, @ForAll("words") long[] right) {
    int expected = 0;
    for (int i = 0; i < 3 && expected == 0; i++) {
      expected = Integer.signum(Long.compareUnsigned(left[i], right[i]));
    }

    RankKey a = new RankKey(left[0], left[1], left[2]);
    RankKey b = new RankKey(right[0], right[1], right[2]);

    assertEquals(expected, Integer.signum(a.compareTo(b)));
  }

  @Test
  void codesAndDecodesToTheSameKeys() throws Exception {
    RankBlock block =
        new RankBlock(
            List.of("a", "é"),
            new int[] {1, 0, 1},
            new long[] {Long.MIN_VALUE, -1, 0},
            new long[] {1, 2, 3},
            new long[] {4, 5, -6});

    RankBlock back = CoderUtils.clone(RankBlock.CODER, block);

    assertEquals(List.of("é", "a", "é"), List.of(back.group(0), back.group(1), back.group(2)));
    assertEquals(new RankKey(Long.MIN_VALUE, 1, 4), back.key(0));
    assertEquals(new RankKey(-1, 2, 5), back.key(1));
    assertEquals(new RankKey(0, 3, -6), back.key(2));
    assertArrayEquals(
        CoderUtils.encodeToByteArray(RankBlock.CODER, block),
        CoderUtils.encodeToByteArray(RankBlock.CODER, back));
  }

  @Provide
  Arbitrary<Double> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(Double::longBitsToDouble).filter(d -> !Double.isNaN(d)),
        Arbitraries.of(0.0, -0.0, Double.MIN_VALUE, -Double.MIN_VALUE, 1.0, -1.0),
        Arbitraries.integers().between(-3, 3).map(i -> i * Double.MIN_VALUE));
  }

  @Provide
  Arbitrary<long[]> words() {
    return Arbitraries.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE)
        .array(long[].class)
        .ofSize(3);
  }
}
