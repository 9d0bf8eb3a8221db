package org.winnow.transforms;

import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Measures how long a step works on one element, and notes it on the {@link RunBoard}.
 *
 * <p>A runner that chains steps runs the next one inside the output of this one. What is handed on
 * goes through {@link #outside}, where the clock stands still, so that the time of a step holds
 * nothing of those behind it.
 *
 * <pre>{@code
 * try (BusyTime busy = BusyTime.start(step)) {
 *   busy.outside(out::output).accept(work(batch));
 * }
 * }</pre>
 *
 * <p>For one thread.
 */
public final class BusyTime implements AutoCloseable {
  private final String step;
  private final LongSupplier nanoTime;
  private long started;
  private long nanos;

  /**
   * Starts the clock.
   *
   * @param nanoTime the time in nanoseconds since whenever
   */
  BusyTime(String step, LongSupplier nanoTime) {
    this.step = step;
    this.nanoTime = nanoTime;
    this.started = nanoTime.getAsLong();
  }

  /** Starts the clock for a step; the caller closes it. */
  public static BusyTime start(String step) {
    return new BusyTime(step, System::nanoTime);
  }

  /**
   * The same sink, with the clock stopped while it takes an element in.
   *
   * @param <T> type of the elements
   */
  public <T> Consumer<T> outside(Consumer<T> sink) {
    return element -> {
      stop();
      try {
        sink.accept(element);
      } finally {
        started = nanoTime.getAsLong();
      }
    };
  }

  /** Stops the clock and notes the time. */
  @Override
  public void close() {
    stop();
    RunBoard.add(step, RunBoard.Count.BUSY_NANOS, nanos);
  }

  private void stop() {
    nanos += nanoTime.getAsLong() - started;
  }
}
