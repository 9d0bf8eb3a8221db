package org.winnow.synth.ultraprompt;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One thing that a tree waits for.
 *
 * @param <V> what it is: a text or a reward
 * @param sample number of the answer that is asked for next, from 0: another one follows an answer
 *     that is of no use
 * @param failures how often it failed, from 0
 * @param found what came back; empty as long as it is waited for
 */
public record Slot<V>(int sample, int failures, Optional<V> found) {
  public Slot {
    requireNonNull(found, "found is null");
    if (sample < 0 || failures < 0) {
      throw new IllegalArgumentException(
          "sample and failures must be >= 0, found " + sample + " and " + failures);
    }
  }

  /** A slot that waits. */
  static <V> Slot<V> waiting(int sample) {
    return new Slot<>(sample, 0, Optional.empty());
  }

  /** The same with its value. */
  Slot<V> with(V value) {
    return new Slot<>(sample, failures, Optional.of(value));
  }

  /** The same after a failure, to be asked under another number. */
  Slot<V> failed(int nextSample) {
    return new Slot<>(nextSample, failures + 1, Optional.empty());
  }

  /** Whether it waits. */
  boolean isOpen() {
    return found.isEmpty();
  }
}
