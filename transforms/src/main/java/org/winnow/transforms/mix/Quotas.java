package org.winnow.transforms.mix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns shares of domains into whole numbers of rows. */
public final class Quotas {
  private Quotas() {}

  /**
   * Quotas of temperature sampling: {@code p(i) = n_i^(1/T) / sum_j n_j^(1/T)}, as in mT5 and in
   * "Upsample or Upweight?" (arXiv 2410.04579). T = 1 is proportional, a large T nearly uniform.
   *
   * @param sizes rows of each domain, each from 1
   * @param temperature above 0
   * @param total rows of the mixture
   * @return rows of each domain; they add up to {@code total}
   */
  public static Map<String, Long> byTemperature(
      Map<String, Long> sizes, double temperature, long total) {
    return largestRemainder(weights(sizes, temperature), total);
  }

  /**
   * What the shares of temperature sampling are proportional to.
   *
   * @param sizes rows of each domain, each from 1
   * @param temperature above 0; infinite gives equal weights
   * @return {@code n_i^(1/T)}, divided by the greatest
   */
  static Map<String, Double> weights(Map<String, Long> sizes, double temperature) {
    Map<String, Double> weights = new TreeMap<>();
    double largest = sizes.values().stream().mapToLong(Long::longValue).max().orElse(1);
    // Relative sizes, so that no power overflows; StrictMath, so that every machine has the same
    // bits.
    sizes.forEach((domain, n) -> weights.put(domain, StrictMath.pow(n / largest, 1 / temperature)));
    return weights;
  }

  /**
   * Divides {@code total} in proportion to weights by the method of the largest remainder
   * (Hamilton): everyone gets the whole part of the exact share, and what is left goes one by one
   * to the largest fractional parts. Equal fractional parts are served in the order of names.
   *
   * @param weights each from 0, finite, and at least one above 0
   * @param total from 0
   * @return whole numbers that add up to {@code total}
   */
  static Map<String, Long> largestRemainder(Map<String, Double> weights, long total) {
    Map<String, Long> quotas = new TreeMap<>();
    if (weights.isEmpty()) {
      return quotas;
    }
    List<Remainder> remainders = new ArrayList<>();
    Map<String, Double> ordered = new TreeMap<>(weights);
    double sum = 0;
    for (double weight : ordered.values()) {
      sum += weight;
    }
    long given = 0;
    for (Map.Entry<String, Double> entry : ordered.entrySet()) {
      double share = total * (entry.getValue() / sum);
      long whole = (long) Math.floor(share);
      quotas.put(entry.getKey(), whole);
      remainders.add(new Remainder(entry.getKey(), share - whole));
      given += whole;
    }
    remainders.sort(
        Comparator.comparingDouble(Remainder::fraction)
            .reversed()
            .thenComparing(Remainder::domain));
    for (int i = 0; given < total; i = (i + 1) % remainders.size()) {
      quotas.merge(remainders.get(i).domain(), 1L, Long::sum);
      given++;
    }
    return quotas;
  }

  private record Remainder(String domain, double fraction) {}
}
