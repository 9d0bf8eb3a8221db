package org.winnow.transforms.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class TurnsTest {
  @Test
  void alternatesBetweenEquals() {
    assertEquals("ababab", order(3, 3));
    assertEquals("abcabc", order(2, 2, 2));
  }

  @Test
  void spreadsTheRareAmongTheFrequent() {
    assertEquals("aabaa", order(4, 1));
    assertEquals("aaaa", order(4));
    assertEquals("bb", order(0, 2));
    assertEquals("", order(0, 0));
  }

  /** These quotas show why the rule looks ahead: the obvious rule is late by more than one. */
  @Test
  void keepsWithinOneWhereTheLargestDeficitFirstDoesNot() {
    long[] quotas = {2, 5, 8, 2, 1, 5, 5, 5, 2, 1, 51, 51};
    long all = Arrays.stream(quotas).sum();
    long[] had = new long[quotas.length];
    long worst = 0;
    for (long turn = 1; turn <= all; turn++) {
      int most = 0;
      for (int i = 1; i < quotas.length; i++) {
        if (turn * quotas[i] - all * had[i] > turn * quotas[most] - all * had[most]) {
          most = i;
        }
      }
      had[most]++;
      for (int i = 0; i < quotas.length; i++) {
        worst = Math.max(worst, Math.abs(turn * quotas[i] - all * had[i]));
      }
    }

    assertTrue(worst > all, worst + " of " + all);
    assertWithinBound(quotas);
  }

  @Property(tries = 500)
  void everyPrefixIsWithinTheBoundForEveryDomain(@ForAll("quotas") long[] quotas) {
    assertWithinBound(quotas);
  }

  @Property(tries = 200)
  void goesOnFromAnyTurn(
      @ForAll("quotas") long[] quotas, @ForAll @DoubleRange(min = 0, max = 1) double part) {
    long all = Arrays.stream(quotas).sum();
    Turns whole = new Turns(quotas, new long[quotas.length]);
    long[] had = new long[quotas.length];
    for (long turn = 0; turn < (long) (part * all); turn++) {
      had[whole.next()]++;
    }

    Turns resumed = new Turns(quotas, had);

    while (whole.hasNext()) {
      assertEquals(whole.next(), resumed.next());
    }
    assertEquals(false, resumed.hasNext());
  }

  @Test
  void staysExactForNumbersThatNoCorpusHas() {
    long[] quotas = {1_000_000_000_000L, 3, 999_999_999_999L, 700_000_000_001L};
    Turns turns = new Turns(quotas, new long[4]);
    long[] had = new long[4];
    for (int turn = 1; turn <= 1000; turn++) {
      had[turns.next()]++;
      assertPrefix(quotas, had, turn);
    }
  }

  private static void assertWithinBound(long[] quotas) {
    Turns turns = new Turns(quotas, new long[quotas.length]);
    long[] had = new long[quotas.length];
    for (long turn = 1; turns.hasNext(); turn++) {
      had[turns.next()]++;
      assertPrefix(quotas, had, turn);
    }
    assertEquals(Arrays.toString(quotas), Arrays.toString(had));
  }

  /** |had - t q / N| <= 1 - 1/(2k - 2), times N (2k - 2) so that all numbers are whole. */
  private static void assertPrefix(long[] quotas, long[] had, long turn) {
    long domains = Arrays.stream(quotas).filter(quota -> quota > 0).count();
    double all = Arrays.stream(quotas).sum();
    double bound = domains < 2 ? 0 : 1 - 1.0 / (2 * domains - 2);
    for (int i = 0; i < quotas.length; i++) {
      double error = Math.abs(had[i] - turn * (quotas[i] / all));
      assertTrue(
          error <= bound + 1e-6,
          () -> "turn " + turn + ": " + Arrays.toString(had) + " of " + Arrays.toString(quotas));
    }
  }

  private static String order(long... quotas) {
    StringBuilder order = new StringBuilder();
    Turns turns = new Turns(quotas, new long[quotas.length]);
    while (turns.hasNext()) {
      order.append((char) ('a' + turns.next()));
    }
    return order.toString();
  }

  @Provide
  Arbitrary<long[]> quotas() {
    Arbitrary<Long> quota =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 3),
            Arbitraries.longs().between(0, 60),
            Arbitraries.longs().between(0, 2000));
    return quota.array(long[].class).ofMinSize(1).ofMaxSize(40);
  }
}
