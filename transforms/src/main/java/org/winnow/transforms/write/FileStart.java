package org.winnow.transforms.write;

import java.util.ArrayList;
import java.util.List;

/**
 * How the rows of one file take turns.
 *
 * @param quotas long[domains], rows of each domain in the whole phase, domains by name
 * @param had long[domains], rows of each domain in earlier files of the phase
 */
@SuppressWarnings("ArrayRecordComponent")
record FileStart(long[] quotas, long[] had) {
  private static final int EPOCH_BITS = 32;

  /** The most significant part of a row's place: first by domain, then by epoch. */
  static long place(int domain, int epoch) {
    return ((long) domain << EPOCH_BITS) | epoch;
  }

  /**
   * The rows of the file in training order.
   *
   * @param sorted by place, so that each domain's rows stand together in their order
   */
  List<OrderedRow> interleave(List<OrderedRow> sorted) {
    int[] next = new int[quotas.length];
    int[] end = new int[quotas.length];
    for (int i = 0; i < sorted.size(); i++) {
      int domain = (int) (sorted.get(i).place().high() >>> EPOCH_BITS);
      if (end[domain] == 0) {
        next[domain] = i;
      }
      end[domain] = i + 1;
    }
    Turns turns = new Turns(quotas, had);
    List<OrderedRow> inOrder = new ArrayList<>(sorted.size());
    for (int i = 0; i < sorted.size(); i++) {
      int domain = turns.next();
      if (next[domain] == end[domain]) {
        throw new IllegalStateException(
            "expected a row of domain " + domain + " at turn " + i + ", the file has no more");
      }
      inOrder.add(sorted.get(next[domain]++));
    }
    return inOrder;
  }
}
