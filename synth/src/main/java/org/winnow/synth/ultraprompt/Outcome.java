package org.winnow.synth.ultraprompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
   * @param last the failure that ends the tree, if there is one
   * @param pause the failure that leaves the tree to another run, if there is one
   */
  record Taken<V>(List<Slot<V>> slots, Optional<StepFailure> last, Optional<StepFailure> pause) {}

  /**
   * Puts outcomes into the open slots.
   *
   * @param outcomes one for each open slot, in their order
   * @param attempts failures of a slot that end the tree
   * @param stride from a sample's number to that of the one that is asked for in its place
   */
  static <V> Taken<V> take(
      List<Slot<V>> slots, List<Outcome<V>> outcomes, int attempts, int stride) {
    List<Slot<V>> taken = new ArrayList<>();
    Optional<StepFailure> last = Optional.empty();
    Optional<StepFailure> pause = Optional.empty();
    int next = 0;
    for (Slot<V> slot : slots) {
      if (!slot.isOpen()) {
        taken.add(slot);
        continue;
      }
      Outcome<V> outcome = outcomes.get(next);
      next++;
      Slot<V> after = outcome.applyTo(slot, stride);
      taken.add(after);
      if (outcome.pauses()) {
        pause = pause.or(outcome::failure);
      } else if (outcome.isFinal() || (after.isOpen() && after.failures() >= attempts)) {
        last = last.or(outcome::failure);
      }
    }
    return new Taken<>(List.copyOf(taken), last, pause);
  }

  private Slot<V> applyTo(Slot<V> slot, int stride) {
    return value
        .map(slot::with)
        .orElseGet(
            () ->
                switch (failure.orElseThrow().again()) {
                  case OTHER_SAMPLE -> slot.failed(slot.sample() + stride);
                  case SAME, NEVER -> slot.failed(slot.sample());
                  case LATER -> slot;
                });
  }

  private boolean pauses() {
    return failure.filter(found -> found.again() == StepFailure.Again.LATER).isPresent();
  }

  private boolean isFinal() {
    return failure.filter(found -> found.again() == StepFailure.Again.NEVER).isPresent();
  }
}
