package org.winnow.transforms.rank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * What is known of the wanted ranks of one group after some levels of the radix search.
 *
 * @param targets one entry for each wanted rank, in the order in which they were asked for
 */
record Pending(List<Target> targets) {
  static final Coder<Pending> CODER = DataCoder.of("pending", Pending::write, Pending::read);

  Pending {
    targets = List.copyOf(targets);
  }

  /**
   * One wanted rank.
   *
   * @param prefix leading bits of the key that has this rank, as far as they are known
   * @param remaining rank among the rows that share the prefix, from 1; 0 if no row is wanted; more
   *     than there are rows if all are
   */
  record Target(RankKey prefix, long remaining) {}

  /** Nothing known yet. */
  static Pending start(long[] ranks) {
    List<Target> targets = new ArrayList<>();
    for (long rank : ranks) {
      if (rank < 0) {
        throw new IllegalArgumentException("rank must be >= 0, got " + rank);
      }
      targets.add(new Target(new RankKey(0, 0, 0), rank));
    }
    return new Pending(targets);
  }

  /** The distinct prefixes that a row must have to matter at the next level. */
  Set<RankKey> prefixes() {
    Set<RankKey> prefixes = new HashSet<>();
    for (Target target : targets) {
      prefixes.add(target.prefix);
    }
    return prefixes;
  }

  /**
   * Makes every prefix longer.
   *
   * @param knownBits length of the prefixes before
   * @param histogram counts of the longer leading parts of the rows that matter
   */
  Pending advance(int knownBits, Histogram histogram) {
    List<Target> next = new ArrayList<>();
    TreeMap<RankKey, Long> counts = histogram.ordered();
    for (Target target : targets) {
      next.add(advance(target, knownBits, counts));
    }
    return new Pending(next);
  }

  private static Target advance(Target target, int knownBits, TreeMap<RankKey, Long> counts) {
    long remaining = target.remaining;
    RankKey last = target.prefix;
    for (Map.Entry<RankKey, Long> entry : counts.tailMap(target.prefix, true).entrySet()) {
      if (!leading(entry.getKey(), knownBits).equals(target.prefix)) {
        break;
      }
      last = entry.getKey();
      if (remaining <= entry.getValue()) {
        return new Target(last, remaining);
      }
      remaining -= entry.getValue();
    }
    return new Target(last, Long.MAX_VALUE); // more than there are: all of them
  }

  /** The first {@code bits} bits of a key, the rest zero. */
  static RankKey leading(RankKey key, int bits) {
    return new RankKey(mask(key.high(), bits), mask(key.low(), bits - Long.SIZE), 0);
  }

  private static long mask(long word, int leadingBits) {
    if (leadingBits <= 0) {
      return 0;
    }
    return leadingBits >= Long.SIZE ? word : word & -(1L << (Long.SIZE - leadingBits));
  }

  private static void write(Pending pending, DataOutput out) throws IOException {
    out.writeInt(pending.targets.size());
    for (Target target : pending.targets) {
      out.writeLong(target.prefix.high());
      out.writeLong(target.prefix.low());
      out.writeLong(target.remaining);
    }
  }

  private static Pending read(DataInput in) throws IOException {
    int size = in.readInt();
    List<Target> targets = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      targets.add(new Target(new RankKey(in.readLong(), in.readLong(), 0), in.readLong()));
    }
    return new Pending(targets);
  }
}
