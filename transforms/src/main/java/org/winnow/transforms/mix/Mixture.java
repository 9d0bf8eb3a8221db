package org.winnow.transforms.mix;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A mixture in exact numbers, in rows or in tokens.
 *
 * @param sizes what each domain has, from 1
 * @param phases what each phase takes of the domains, in the order of training
 */
public record Mixture(Map<String, Long> sizes, List<Division> phases) {
  /** Epochs of a domain above which repeating it tends to overfit. */
  public static final double MANY_EPOCHS = 4;

  public Mixture {
    sizes = Collections.unmodifiableMap(new TreeMap<>(sizes));
    phases = List.copyOf(phases);
  }

  /** What a domain gets in all phases together. */
  public long quota(String domain) {
    return phases.stream().mapToLong(phase -> phase.quotas().getOrDefault(domain, 0L)).sum();
  }

  /** What all domains get in all phases together, by domain. */
  public Map<String, Long> quotas() {
    Map<String, Long> quotas = new TreeMap<>();
    sizes.keySet().forEach(domain -> quotas.put(domain, quota(domain)));
    return quotas;
  }

  /** What all domains get in all phases together. */
  public long total() {
    return phases.stream().mapToLong(Division::total).sum();
  }

  /** How often a domain is used in all phases together. */
  public double epochs(String domain) {
    return (double) quota(domain) / sizes.getOrDefault(domain, 1L);
  }

  /** How often a domain is used in one phase, counted from 0. */
  public double epochs(int phase, String domain) {
    return (double) phases.get(phase).quotas().getOrDefault(domain, 0L)
        / sizes.getOrDefault(domain, 1L);
  }

  /**
   * By how much the second moment of the gradient grows if a phase is trained with loss weights on
   * proportional data rather than drawn: {@code F = sum_i p_i^2 / p(i;1)}, at least 1 (theorem 3 of
   * "Upsample or Upweight?", arXiv 2410.04579).
   *
   * @param phase counted from 0
   */
  public double varianceFactor(int phase) {
    double available = available();
    double factor = 0;
    for (Map.Entry<String, Long> size : sizes.entrySet()) {
      double share = phases.get(phase).share(size.getKey());
      factor += share * share / (size.getValue() / available);
    }
    return factor;
  }

  /**
   * The loss weights that stand for a mixture of one phase: {@code w_i = p_i / p(i;1)}, so that the
   * mean over all rows, or tokens, is 1.
   */
  public Map<String, Double> weights() {
    double available = available();
    Map<String, Double> weights = new TreeMap<>();
    sizes.forEach(
        (domain, size) -> weights.put(domain, phases.get(0).share(domain) / (size / available)));
    return weights;
  }

  private double available() {
    return sizes.values().stream().mapToLong(Long::longValue).sum();
  }
}
