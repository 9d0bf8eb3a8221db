package org.winnow.transforms.mix;

import java.util.Map;
import java.util.TreeMap;

/**
 * The endless stream that the rows of one domain are drawn from: one epoch after the other, each
 * all rows in an order of its own. Phase 1 takes the stream's beginning, phase 2 goes on from
 * there; so no row comes a second time before all others came once.
 *
 * @param size what one epoch has, in rows or tokens, from 1
 * @param ends long[phases], position in the stream where each phase ends, ascending
 */
@SuppressWarnings("ArrayRecordComponent")
record DomainStream(long size, long[] ends) {
  /** The streams of a mixture, by domain. */
  static Map<String, DomainStream> of(Mixture mixture) {
    Map<String, DomainStream> streams = new TreeMap<>();
    mixture
        .sizes()
        .forEach(
            (domain, size) -> {
              long[] ends = new long[mixture.phases().size()];
              long end = 0;
              for (int phase = 0; phase < ends.length; phase++) {
                end += mixture.phases().get(phase).quotas().getOrDefault(domain, 0L);
                ends[phase] = end;
              }
              streams.put(domain, new DomainStream(size, ends));
            });
    return streams;
  }

  /** Number of epochs that are begun. */
  int epochs() {
    long end = ends[ends.length - 1];
    return Math.toIntExact((end + size - 1) / size);
  }

  /** Whether a phase ends inside this epoch, counted from 0, so that its rows fall apart. */
  boolean isCut(int epoch) {
    for (long end : ends) {
      if (end > epoch * size && end < (epoch + 1) * size) {
        return true;
      }
    }
    return false;
  }

  /** Where each phase ends within this epoch: a rank from 0, which is none, to all. */
  long[] ranks(int epoch) {
    long[] ranks = new long[ends.length];
    for (int phase = 0; phase < ranks.length; phase++) {
      ranks[phase] = Math.min(Math.max(ends[phase] - epoch * size, 0), size);
    }
    return ranks;
  }

  /** The phase that the first row of this epoch belongs to, counted from 0. */
  int firstPhase(int epoch) {
    int phase = 0;
    while (ends[phase] <= epoch * size) {
      phase++;
    }
    return phase;
  }
}
