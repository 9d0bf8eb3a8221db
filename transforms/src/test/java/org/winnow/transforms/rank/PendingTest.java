package org.winnow.transforms.rank;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

/** The radix search without Beam, against a plain sort. */
class PendingTest {
  @Property(tries = 500)
  void findsWhatAPlainSortFinds(
      @ForAll("keys") Set<RankKey> keys,
      @ForAll("shares") double[] shares,
      @ForAll("levels") int levels) {
    List<RankKey> sorted = new ArrayList<>(new TreeSet<>(keys));
    long[] ranks = ranks(shares, sorted.size());

    Cuts cuts = search(List.of(sorted), ranks, levels);

    assertWithin(sorted, ranks, cuts);
  }

  @Property(tries = 200)
  void doesNotDependOnOrderOrBlocks(
      @ForAll("keys") Set<RankKey> keys,
      @ForAll("shares") double[] shares,
      @ForAll("levels") int levels,
      @ForAll long seed) {
    List<RankKey> sorted = new ArrayList<>(new TreeSet<>(keys));
    List<RankKey> mixed = new ArrayList<>(sorted);
    Collections.shuffle(mixed, new Random(seed));
    List<List<RankKey>> blocks = new ArrayList<>();
    for (int from = 0; from < mixed.size(); from += 3) {
      blocks.add(mixed.subList(from, Math.min(from + 3, mixed.size())));
    }
    long[] ranks = ranks(shares, sorted.size());

    assertEquals(search(List.of(sorted), ranks, levels), search(blocks, ranks, levels));
  }

  @Test
  void wantsNoRowAtRankZero() {
    List<RankKey> keys = List.of(new RankKey(0, 0, 0), new RankKey(1, 0, 0));

    Cuts cuts = search(List.of(keys), new long[] {0, 1}, 6);

    assertEquals(false, cuts.isWithin(0, keys.get(0)));
    assertEquals(1, cuts.firstWithin(keys.get(0)));
    assertEquals(2, cuts.firstWithin(keys.get(1)));
  }

  @Test
  void refusesARankBelowZero() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> Pending.start(new long[] {3, -1}));

    assertEquals("rank must be >= 0, got -1", refused.getMessage());
  }

  @Test
  void leadingKeepsTheFirstBitsOnly() {
    RankKey key = new RankKey(0x1111_2222_3333_4444L, 0x5555_6666_7777_8888L, 9);

    assertEquals(new RankKey(0, 0, 0), Pending.leading(key, 0));
    assertEquals(new RankKey(0x1111_0000_0000_0000L, 0, 0), Pending.leading(key, 16));
    assertEquals(new RankKey(0x1111_2222_3333_4444L, 0, 0), Pending.leading(key, 64));
    assertEquals(
        new RankKey(0x1111_2222_3333_4444L, 0x5555_6666_0000_0000L, 0), Pending.leading(key, 96));
  }

  /** The search as the pipeline does it: count the next digit of what matters, fix it, repeat. */
  static Cuts search(List<List<RankKey>> blocks, long[] ranks, int levels) {
    try {
      Pending pending = Pending.start(ranks);
      for (int level = 0; level < levels; level++) {
        List<Histogram> histograms = new ArrayList<>();
        for (List<RankKey> block : blocks) {
          TreeMap<RankKey, Long> counts = new TreeMap<>();
          for (RankKey key : candidates(block, pending, 16 * level)) {
            counts.merge(Pending.leading(key, 16 * (level + 1)), 1L, Long::sum);
          }
          histograms.add(CoderUtils.clone(Histogram.CODER, new Histogram(counts)));
        }
        pending =
            CoderUtils.clone(
                Pending.CODER, pending.advance(16 * level, new Histogram.Sum().apply(histograms)));
      }
      List<RankKey> last = new ArrayList<>();
      for (List<RankKey> block : blocks) {
        last.addAll(candidates(block, pending, 16 * levels));
      }
      List<ExactCuts.Candidate> rows =
          last.stream().map(key -> new ExactCuts.Candidate(key, 1)).toList();
      return CoderUtils.clone(Cuts.CODER, ExactCuts.cut(pending, rows, 16 * levels));
    } catch (CoderException e) {
      throw new AssertionError(e);
    }
  }

  /** Whether exactly the first {@code rank} of the sorted keys are within each cut. */
  static void assertWithin(List<RankKey> sorted, long[] ranks, Cuts cuts) {
    for (int target = 0; target < ranks.length; target++) {
      for (int i = 0; i < sorted.size(); i++) {
        assertEquals(
            i < ranks[target],
            cuts.isWithin(target, sorted.get(i)),
            "rank " + ranks[target] + " of " + sorted.size() + ", row " + i);
      }
    }
    for (int i = 0; i < sorted.size(); i++) {
      int expected = 0;
      while (expected < ranks.length && i >= ranks[expected]) {
        expected++;
      }
      assertEquals(expected, cuts.firstWithin(sorted.get(i)));
    }
  }

  private static List<RankKey> candidates(List<RankKey> block, Pending pending, int bits) {
    Set<RankKey> prefixes = pending.prefixes();
    return block.stream().filter(key -> prefixes.contains(Pending.leading(key, bits))).toList();
  }

  private static long[] ranks(double[] shares, int rows) {
    long[] ranks = new long[shares.length];
    for (int i = 0; i < shares.length; i++) {
      ranks[i] = Math.round(shares[i] * rows);
    }
    Arrays.sort(ranks);
    return ranks;
  }

  @Provide
  Arbitrary<Set<RankKey>> keys() {
    Arbitrary<Long> word =
        Arbitraries.oneOf(
            Arbitraries.of(0L, 1L, -1L, 0x7FFF_0000_0000_0000L, 0x0000_0001_0000_0000L),
            Arbitraries.longs());
    return Combinators.combine(word, word, Arbitraries.longs().between(0, 5))
        .as(RankKey::new)
        .set()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Provide
  Arbitrary<double[]> shares() {
    return Arbitraries.doubles().between(0, 1).array(double[].class).ofMinSize(1).ofMaxSize(5);
  }

  @Provide
  Arbitrary<Integer> levels() {
    return Arbitraries.of(3, 6);
  }
}
