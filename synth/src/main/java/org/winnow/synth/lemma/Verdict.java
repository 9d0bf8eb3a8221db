package org.winnow.synth.lemma;

import java.util.Optional;
import java.util.function.Function;

/** What came of a candidate at a stage. */
sealed interface Verdict<R> {
  /** It goes on as this. */
  record Accepted<R>(R result) implements Verdict<R> {
    @Override
    public <T> T fold(Function<R, T> accepted, Function<Fault, T> refused) {
      return accepted.apply(result);
    }
  }

  /** It leaves. */
  record Refused<R>(Fault fault) implements Verdict<R> {
    @Override
    public <T> T fold(Function<R, T> accepted, Function<Fault, T> refused) {
      return refused.apply(fault);
    }
  }

  <T> T fold(Function<R, T> accepted, Function<Fault, T> refused);

  static <R> Verdict<R> accept(R result) {
    return new Accepted<>(result);
  }

  static <R> Verdict<R> refuse(Reason reason, String evidence) {
    return new Refused<>(new Fault(reason, evidence));
  }

  /** The result, unless something is wrong with it. */
  static <R> Verdict<R> of(R result, Optional<Fault> fault) {
    return fault.<Verdict<R>>map(Refused::new).orElseGet(() -> accept(result));
  }
}
