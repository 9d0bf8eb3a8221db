package org.winnow.transforms;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Live counts of the runs in this process, for a progress display.
 *
 * <p>Counts on the board include work that a runner repeats after a failure; exact counts come from
 * the run's own output. A run on other machines leaves the board here empty.
 */
public final class RunBoard {
  private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

  private RunBoard() {}

  /** Adds to a count of a step. */
  public static void add(String step, Count count, long amount) {
    COUNTS.computeIfAbsent(step + ' ' + count.name(), key -> new LongAdder()).add(amount);
  }

  /** The present value; 0 where nothing was counted yet. */
  public static long read(String step, Count count) {
    LongAdder adder = COUNTS.get(step + ' ' + count.name());
    return adder == null ? 0 : adder.sum();
  }

  /** Busy seconds of every step that has any, summed over its threads, by step name. */
  public static Map<String, Double> busySeconds() {
    Map<String, Double> seconds = new TreeMap<>();
    String suffix = ' ' + Count.BUSY_NANOS.name();
    COUNTS.forEach(
        (key, adder) -> {
          if (key.endsWith(suffix)) {
            seconds.put(key.substring(0, key.length() - suffix.length()), adder.sum() / 1e9);
          }
        });
    return seconds;
  }

  /** Clears the board before a run. */
  public static void clear() {
    COUNTS.clear();
  }

  /** What is counted. */
  public enum Count {
    /** Rows that a step has worked on. */
    ROWS,
    /** Rows that a step has worked on by having a model score them. */
    ROWS_SCORED,
    /** Rows that a step has worked on whose scores, or signatures, came from the score store. */
    ROWS_FROM_STORE,
    /** Bytes of input files that have been read. */
    BYTES,
    /** Time that threads spent inside the step, without the steps behind it; see BusyTime. */
    BUSY_NANOS
  }
}
