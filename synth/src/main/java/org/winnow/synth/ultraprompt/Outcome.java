package org.winnow.synth.ultraprompt;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What came back for one slot: a value or a failure.
 *
 * @param <V> a text or a reward
 */
record Outcome<V>(Optional<V> value, Optional<StepFailure> failure) {
  static <V> Outcome<V> of(V value) {
    return new Outcome<>(Optional.of(value), Optional.empty());
  }

  static <V> Outcome<V> of(StepFailure failure) {
    return new Outcome<>(Optional.empty(), Optional.of(failure));
  }

  /**
   * Slots after a turn.
   *
   * @param slots all of them, in their order
   * @param last the failure after which no slot is asked for again, if there is one
   * @param unfit by index, failures of slots whose request is about a text that cannot be worked on
   * @param pause the failure that leaves the tree to another run, if there is one; one that
   *     concerns all trees before others
   */
  record Taken<V>(
      List<Slot<V>> slots,
      Optional<StepFailure> last,
      SortedMap<Integer, StepFailure> unfit,
      Optional<StepFailure> pause) {
    /** The first slot's failure by its text, if there is one. */
    Optional<StepFailure> firstUnfit() {
      return unfit.values().stream().findFirst();
    }
  }

  /**
   * Puts outcomes into the open slots. A slot that failed as often as allowed because nobody
   * answered waits for another run, where it has all its attempts again.
   *
   * @param outcomes one for each open slot, in their order
   * @param attempts failures of a slot that are allowed
   * @param stride from a sample's number to that of the one that is asked for in its place
   */
  static <V> Taken<V> take(
      List<Slot<V>> slots, List<Outcome<V>> outcomes, int attempts, int stride) {
    List<Slot<V>> taken = new ArrayList<>();
    List<StepFailure> last = new ArrayList<>();
    SortedMap<Integer, StepFailure> unfit = new TreeMap<>();
    List<StepFailure> pauses = new ArrayList<>();
    int next = 0;
    for (Slot<V> slot : slots) {
      if (!slot.isOpen()) {
        taken.add(slot);
        continue;
      }
      Outcome<V> outcome = outcomes.get(next);
      next++;
      if (outcome.value.isPresent()) {
        taken.add(slot.with(outcome.value.get()));
        continue;
      }
      StepFailure failure = outcome.failure.orElseThrow();
      boolean isLast = slot.failures() + 1 >= attempts;
      switch (failure.again()) {
        case SAME -> {
          taken.add(isLast ? Slot.waiting(slot.sample()) : slot.failed(slot.sample()));
          addIf(isLast, failure, pauses);
        }
        case OTHER_SAMPLE -> {
          taken.add(slot.failed(slot.sample() + stride));
          addIf(isLast, failure, last);
        }
        case OTHER_TEXT -> {
          unfit.put(taken.size(), failure);
          taken.add(slot);
        }
        case NEVER -> {
          taken.add(slot);
          last.add(failure);
        }
        case LATER, LATER_FOR_ALL -> {
          taken.add(slot);
          pauses.add(failure);
        }
      }
    }
    return new Taken<>(
        List.copyOf(taken),
        last.stream().findFirst(),
        Collections.unmodifiableSortedMap(unfit),
        pauses.stream()
            .filter(StepFailure::concernsAll)
            .findFirst()
            .or(() -> pauses.stream().findFirst()));
  }

  private static void addIf(boolean holds, StepFailure failure, List<StepFailure> failures) {
    if (holds) {
      failures.add(failure);
    }
  }
}
