package org.winnow.transforms.write;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Gives turns to domains so that after every turn each has had its share of all turns so far, with
 * an error below one: {@code |x_i(t) - t q_i / N| <= 1 - 1/(2k - 2)} for k domains of q_i turns
 * each, N in all.
 *
 * <p>Tijdeman's rule for the chairman assignment problem (Discrete Mathematics 32, 1980). With e =
 * 1/(2k - 2), the turn x (from 0) of domain i may not come before {@code (x + e) N / q_i} and not
 * after the first whole t above {@code (x + 1 - e) N / q_i}; among the domains that may have the
 * turn, it goes to the one that must have it first, and of those to the first by name. To give the
 * turn to the domain that lacks most, without a look at what becomes due, is off by more than one
 * for many domains. All arithmetic is exact.
 *
 * <p>A turn costs O(log k); the rule can be taken up at any turn from the turns that each domain
 * has had.
 */
final class Turns {
  private final long total;
  private final long parts;
  private final PriorityQueue<Next> waiting =
      new PriorityQueue<>(Comparator.<Next>comparingLong(n -> n.earliest).thenComparing(n -> n.of));
  private final PriorityQueue<Next> ready =
      new PriorityQueue<>(Comparator.<Next>comparingLong(n -> n.latest).thenComparing(n -> n.of));
  private long given;

  /**
   * The rule after some turns.
   *
   * @param quotas long[domains], turns of each domain in all, from 0
   * @param had long[domains], turns that the rule has given each domain so far
   */
  Turns(long[] quotas, long[] had) {
    long sum = 0;
    int domains = 0;
    for (int i = 0; i < quotas.length; i++) {
      sum += quotas[i];
      given += had[i];
      domains += quotas[i] > 0 ? 1 : 0;
    }
    total = sum;
    parts = Math.max(1, 2L * domains - 2);
    for (int i = 0; i < quotas.length; i++) {
      if (had[i] < quotas[i]) {
        waiting.add(new Next(i, quotas[i], had[i]));
      }
    }
  }

  /** Whether there is a turn left. */
  boolean hasNext() {
    return given < total;
  }

  /** The domain whose turn is next, as its position among the quotas. */
  int next() {
    given++;
    for (Next next = waiting.peek();
        next != null && next.earliest <= given;
        next = waiting.peek()) {
      ready.add(waiting.remove());
    }
    Next next = ready.remove();
    int domain = next.of;
    if (next.advance()) {
      waiting.add(next);
    }
    return domain;
  }

  /** The next turn of one domain: two fractions with the same denominator, whole part apart. */
  private final class Next {
    private final int of;
    private final long quota;
    private long had;
    private long earliestWhole;
    private long earliestRest;
    private long latestWhole;
    private long latestRest;
    private long earliest;
    private long latest;

    Next(int of, long quota, long had) {
      this.of = of;
      this.quota = quota;
      this.had = had;
      BigInteger all = BigInteger.valueOf(total);
      BigInteger unit = BigInteger.valueOf(parts);
      BigInteger turn = BigInteger.valueOf(had).multiply(unit);
      BigInteger denominator = unit.multiply(BigInteger.valueOf(quota));
      BigInteger[] first = all.multiply(turn.add(BigInteger.ONE)).divideAndRemainder(denominator);
      BigInteger[] last =
          all.multiply(turn.add(unit).subtract(BigInteger.ONE)).divideAndRemainder(denominator);
      earliestWhole = first[0].longValueExact();
      earliestRest = first[1].longValueExact();
      latestWhole = last[0].longValueExact();
      latestRest = last[1].longValueExact();
      round();
    }

    /** Goes on to the domain's turn after this one; whether there is one. */
    boolean advance() {
      had++;
      long denominator = parts * quota;
      long whole = total / quota;
      long rest = total % quota * parts;
      earliestRest += rest;
      earliestWhole += whole + earliestRest / denominator;
      earliestRest %= denominator;
      latestRest += rest;
      latestWhole += whole + latestRest / denominator;
      latestRest %= denominator;
      round();
      return had < quota;
    }

    private void round() {
      earliest = earliestWhole + (earliestRest > 0 ? 1 : 0);
      latest = latestWhole + 1;
    }
  }
}
