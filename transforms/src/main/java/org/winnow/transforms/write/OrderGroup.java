package org.winnow.transforms.write;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.mix.MixDomains;

/**
 * Rows between which nothing but a hash decides: those of one phase, domain and epoch.
 *
 * @param phase from 1
 * @param domain of the rows
 * @param epoch from 1
 */
record OrderGroup(int phase, String domain, int epoch) implements Comparable<OrderGroup> {
  private static final Comparator<OrderGroup> ORDER =
      Comparator.comparingInt(OrderGroup::phase)
          .thenComparing(OrderGroup::domain)
          .thenComparingInt(OrderGroup::epoch);

  /**
   * The group of each row. Where no step has mixed, or a row came later, there is one phase and one
   * epoch.
   *
   * @param scoreColumns the score columns of the batch
   */
  static List<OrderGroup> of(CorpusBatch batch, List<String> scoreColumns) {
    List<String> domains = batch.domains();
    if (!scoreColumns.contains(MixDomains.PHASE) || !scoreColumns.contains(MixDomains.EPOCH)) {
      return domains.stream().map(domain -> new OrderGroup(1, domain, 1)).toList();
    }
    double[][] places = batch.scores(List.of(MixDomains.PHASE, MixDomains.EPOCH));
    return IntStream.range(0, batch.rows())
        .mapToObj(
            row -> new OrderGroup(whole(places[0][row]), domains.get(row), whole(places[1][row])))
        .toList();
  }

  private static int whole(double value) {
    return Double.isNaN(value) ? 1 : (int) value;
  }

  /** The group as a key. */
  String key() {
    return phase + " " + epoch + " " + domain;
  }

  /** The group that {@link #key} names. */
  static OrderGroup ofKey(String key) {
    List<String> parts = List.of(key.split(" ", 3));
    return new OrderGroup(
        Integer.parseInt(parts.get(0)), parts.get(2), Integer.parseInt(parts.get(1)));
  }

  @Override
  public int compareTo(OrderGroup other) {
    return ORDER.compare(this, other);
  }
}
