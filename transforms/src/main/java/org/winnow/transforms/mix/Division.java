package org.winnow.transforms.mix;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How one phase of a mixture is divided among domains.
 *
 * @param amounts exact amount of each domain, a real number from 0
 * @param quotas the same in whole numbers; they have the same sum
 */
public record Division(Map<String, Double> amounts, Map<String, Long> quotas) {
  public Division {
    amounts = Collections.unmodifiableMap(new TreeMap<>(amounts));
    quotas = Collections.unmodifiableMap(new TreeMap<>(quotas));
  }

  /** A division in whole numbers that are given. */
  static Division of(Map<String, Long> quotas) {
    Map<String, Double> amounts = new TreeMap<>();
    quotas.forEach((domain, quota) -> amounts.put(domain, (double) quota));
    return new Division(amounts, quotas);
  }

  /**
   * Divides {@code total} in proportion to weights, but gives nobody more than its room: whoever
   * would get more gets its room, and the others divide the rest in proportion. With equal weights
   * and rooms of N epochs this is UniMax (arXiv 2304.09151): the smallest first, each the lesser of
   * its room and an equal part of what is left.
   *
   * @param weights each from 0, finite, and at least one above 0
   * @param total from 0 to the sum of all rooms
   * @param rooms greatest whole number for each domain, from 0
   */
  static Division capped(Map<String, Double> weights, long total, Map<String, Long> rooms) {
    Map<String, Double> open = new TreeMap<>(weights);
    Map<String, Double> amounts = new TreeMap<>();
    Map<String, Long> quotas = new TreeMap<>();
    long left = total;
    boolean isSettled = false;
    while (!isSettled && !open.isEmpty()) {
      Map<String, Long> parts = Quotas.largestRemainder(open, left);
      isSettled = true;
      for (Map.Entry<String, Long> part : parts.entrySet()) {
        String domain = part.getKey();
        long room = rooms.getOrDefault(domain, 0L);
        if (part.getValue() > room) {
          isSettled = false;
          open.remove(domain);
          amounts.put(domain, (double) room);
          quotas.put(domain, room);
          left -= room;
        }
      }
      if (isSettled) {
        double sum = open.values().stream().mapToDouble(Double::doubleValue).sum();
        long rest = left;
        open.forEach((domain, weight) -> amounts.put(domain, rest * (weight / sum)));
        quotas.putAll(parts);
      }
    }
    return new Division(amounts, quotas);
  }

  /** Sum of the quotas. */
  public long total() {
    return quotas.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What a domain gets, as a part of all, in [0, 1]. */
  double share(String domain) {
    double sum = amounts.values().stream().mapToDouble(Double::doubleValue).sum();
    return sum == 0 ? 0 : amounts.getOrDefault(domain, 0.0) / sum;
  }
}
