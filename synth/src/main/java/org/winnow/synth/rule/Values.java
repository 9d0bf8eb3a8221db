package org.winnow.synth.rule;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.numbers.fraction.BigFraction;

/**
 * What values become when numbers of a problem are exchanged.
 *
 * <p>A solution writes values, not names. Where one value stands for two things, say a number of
 * the question and a result, each tells what it becomes; the value can be looked up only if all
 * agree. So nothing has to be guessed: either every reading of the solution gives the same, or
 * there is no answer.
 */
final class Values {
  private final Map<BigFraction, Set<BigFraction>> becomes = new HashMap<>();
  private final Map<BigFraction, BigFraction> forced = new HashMap<>();

  /** Says that a thing of this value becomes that value. */
  void put(BigFraction before, BigFraction after) {
    becomes.computeIfAbsent(before, value -> new HashSet<>()).add(after);
  }

  /** Says that the value becomes that value, whatever it stands for. */
  void force(BigFraction before, BigFraction after) {
    forced.put(before, after);
  }

  /** Whether it was said what the value becomes, whatever it stands for. */
  boolean isForced(BigFraction before) {
    return forced.containsKey(before);
  }

  /** Whether something has this value. */
  boolean knows(BigFraction before) {
    return becomes.containsKey(before) || isForced(before);
  }

  /** What the value becomes; empty if nothing has it, or if things that have it differ. */
  Optional<BigFraction> get(BigFraction before) {
    if (isForced(before)) {
      return Optional.ofNullable(forced.get(before));
    }
    Set<BigFraction> after = becomes.getOrDefault(before, Set.of());
    return after.size() == 1 ? Optional.of(after.iterator().next()) : Optional.empty();
  }
}
