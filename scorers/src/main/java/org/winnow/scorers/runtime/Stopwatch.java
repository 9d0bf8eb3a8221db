package org.winnow.scorers.runtime;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** Adds up the time that threads spend in each phase of scoring. */
public final class Stopwatch {
  /** A phase of scoring. */
  public enum Phase {
    TOKENISE,
    FORWARD,
    HEAD,
    BACKWARD,
    SPECTRA
  }

  private final Map<Phase, LongAdder> nanos = new EnumMap<>(Phase.class);

  /** All phases at 0. */
  public Stopwatch() {
    for (Phase phase : Phase.values()) {
      nanos.put(phase, new LongAdder());
    }
  }

  /** Runs the work and adds its time to the phase. */
  public <T> T time(Phase phase, Supplier<T> work) {
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      adder(phase).add(System.nanoTime() - start);
    }
  }

  /** Time spent in a phase so far, in nanoseconds. */
  public long nanos(Phase phase) {
    return adder(phase).sum();
  }

  private LongAdder adder(Phase phase) {
    LongAdder adder = nanos.get(phase);
    if (adder == null) {
      throw new IllegalStateException("no phase " + phase);
    }
    return adder;
  }
}
