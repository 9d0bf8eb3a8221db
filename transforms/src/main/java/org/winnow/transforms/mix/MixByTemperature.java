package org.winnow.transforms.mix;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.winnow.transforms.Amount;

/**
 * Temperature sampling in one or more phases: {@code p(i;T) = n_i^(1/T) / sum_j n_j^(1/T)}.
 *
 * <p>Proportional mixing is one phase at temperature 1, UniMax one phase at infinite temperature
 * with a cap, and cooldown two halves at 5 and 1. Where a domain comes to its cap, the others
 * divide what it cannot give.
 *
 * @param phases in the order of training; all are shares that add up to 100%, or all are numbers
 * @param size of the mixture; a share is of what the domains have. Not looked at where phases are
 *     numbers
 * @param cap how often a domain may be used in all phases together
 */
public record MixByTemperature(List<MixPhase> phases, Amount size, EpochCap cap)
    implements MixRule {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final double COOLDOWN_FROM = 5;

  public MixByTemperature {
    phases = List.copyOf(phases);
    if (phases.isEmpty()) {
      throw new IllegalArgumentException("a mixture needs at least one phase");
    }
    BigDecimal sum = BigDecimal.ZERO;
    int numbers = 0;
    for (MixPhase phase : phases) {
      if (phase.part() instanceof Amount.Percent share) {
        sum = sum.add(share.percent());
      } else {
        numbers++;
      }
    }
    if (numbers != phases.size() && (numbers != 0 || sum.compareTo(HUNDRED) != 0)) {
      throw new IllegalArgumentException(
          "phases must be shares that add up to 100%, or numbers, got " + phases);
    }
  }

  /** One phase. */
  public static MixByTemperature constant(double temperature, Amount size, EpochCap cap) {
    return new MixByTemperature(
        List.of(new MixPhase(temperature, new Amount.Percent(HUNDRED))), size, cap);
  }

  /**
   * Two halves, at temperature 5 and then 1: the schedule of "Upsample or Upweight?" (arXiv
   * 2410.04579).
   */
  public static MixByTemperature cooldown(Amount size, EpochCap cap) {
    Amount half = new Amount.Percent(BigDecimal.valueOf(50));
    return new MixByTemperature(
        List.of(new MixPhase(COOLDOWN_FROM, half), new MixPhase(1, half)), size, cap);
  }

  @Override
  public Mixture of(Map<String, Long> sizes) {
    Map<String, Long> rooms = new HashMap<>();
    sizes.forEach((domain, size) -> rooms.put(domain, cap.room(size)));
    List<Long> parts = parts(sizes);
    check(sizes, rooms, parts);
    List<Division> divisions = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      Division division =
          Division.capped(Quotas.weights(sizes, phases.get(i).temperature()), parts.get(i), rooms);
      division.quotas().forEach((domain, quota) -> rooms.merge(domain, -quota, Long::sum));
      divisions.add(division);
    }
    return new Mixture(sizes, divisions);
  }

  /** The size of each phase. */
  private List<Long> parts(Map<String, Long> sizes) {
    long available = sizes.values().stream().mapToLong(Long::longValue).sum();
    if (available == 0) {
      return phases.stream().map(phase -> 0L).toList();
    }
    Map<String, Double> shares = new TreeMap<>();
    List<Long> parts = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      if (phases.get(i).part() instanceof Amount.Percent share) {
        // The first of equal remainders is the first phase: names in the order of phases.
        shares.put(String.format(Locale.ROOT, "%09d", i), share.percent().doubleValue());
      } else {
        parts.add(phases.get(i).part().of(0));
      }
    }
    parts.addAll(Quotas.largestRemainder(shares, size.of(available)).values());
    return parts;
  }

  private void check(Map<String, Long> sizes, Map<String, Long> rooms, List<Long> parts) {
    BigDecimal wanted = sum(parts);
    BigDecimal possible = sum(rooms.values());
    if (wanted.compareTo(possible) > 0) {
      throw new MixException(
          "the mixture is to have "
              + wanted
              + ", but max_epochs: "
              + cap
              + " allows at most "
              + possible
              + ": "
              + new TreeMap<>(rooms)
              + " of "
              + new TreeMap<>(sizes));
    }
  }

  private static BigDecimal sum(Iterable<Long> numbers) {
    BigDecimal sum = BigDecimal.ZERO;
    for (long number : numbers) {
      sum = sum.add(BigDecimal.valueOf(number));
    }
    return sum;
  }
}
