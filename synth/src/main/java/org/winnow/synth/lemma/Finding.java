package org.winnow.synth.lemma;

import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a teacher says of an attempt.
 *
 * @param <V> what it says of an error: its type, or its step
 */
sealed interface Finding<V> {
  /** It is right. */
  record Correct<V>() implements Finding<V> {
    @Override
    public <T> T fold(Supplier<T> correct, Function<V, T> incorrect, Supplier<T> unreadable) {
      return correct.get();
    }
  }

  /** It is wrong, in this way. */
  record Incorrect<V>(V error) implements Finding<V> {
    @Override
    public <T> T fold(Supplier<T> correct, Function<V, T> incorrect, Supplier<T> unreadable) {
      return incorrect.apply(error);
    }
  }

  /** Neither, both, or several things at once. */
  record Unreadable<V>() implements Finding<V> {
    @Override
    public <T> T fold(Supplier<T> correct, Function<V, T> incorrect, Supplier<T> unreadable) {
      return unreadable.get();
    }
  }

  <T> T fold(Supplier<T> correct, Function<V, T> incorrect, Supplier<T> unreadable);
}
