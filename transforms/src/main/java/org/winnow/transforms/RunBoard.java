package org.winnow.transforms;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.apache.beam.sdk.metrics.Metrics;

/**
 * Live counts of the runs in this process, for a progress display.
 *
 * <p>Counts on the board include work that a runner repeats after a failure; exact counts come from
 * the run's own output. Whatever is counted is a Beam counter as well, so that a run on other
 * machines tells it to the runner there: who follows such a run puts its counters on the board
 * here.
 */
public final class RunBoard {
  /** Namespace of the Beam counters; which step they belong to, Beam knows. */
  public static final String NAMESPACE = "winnow";

  /** Beginning of the names of the Beam counters of rows that left; the reason follows. */
  public static final String ROWS_REJECTED = "rows_rejected_";

  private static final Map<String, LongAdder> COUNTS = new ConcurrentHashMap<>();

  private RunBoard() {}

  /** Adds to a count of a step, on the thread that the runner works on the step with. */
  public static void add(String step, Count count, long amount) {
    show(step, count, amount);
    tell(count, amount);
  }

  /** Adds to the Beam counter of the step that this thread works on, and shows nothing. */
  public static void tell(Count count, long amount) {
    Metrics.counter(NAMESPACE, count.counter()).inc(amount);
  }

  /**
   * Adds to the Beam counter of a reason for which rows leave, and shows nothing.
   *
   * @param reason of a rejection; these are words of the program, never of the data
   */
  public static void tellRejected(String reason, long rows) {
    Metrics.counter(NAMESPACE, ROWS_REJECTED + reason).inc(rows);
  }

  /** Adds to what the board shows of a step, on any thread, and to no Beam counter. */
  public static void show(String step, Count count, long amount) {
    COUNTS.computeIfAbsent(step + ' ' + count.name(), key -> new LongAdder()).add(amount);
  }

  /** Shows a value that was counted elsewhere, in the place of the one before. */
  public static void put(String step, Count count, long value) {
    LongAdder adder = new LongAdder();
    adder.add(value);
    COUNTS.put(step + ' ' + count.name(), adder);
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
    /** Rows that a step has worked on whose scores came from the store. */
    ROWS_FROM_STORE,
    /** Rows whose signatures a step has made of their text. */
    SIGNATURES_COMPUTED,
    /** Rows whose signatures came from the store. */
    SIGNATURES_FROM_STORE,
    /** Entries of the store that were found damaged, and made anew. */
    STORE_ENTRIES_DAMAGED,
    /** Bytes of input files that have been read. */
    BYTES,
    /** Time that threads spent inside the step, without the steps behind it; see BusyTime. */
    BUSY_NANOS,
    /** Rows that are left after a step. */
    ROWS_KEPT,
    /**
     * Tokens of the rows that a model scored, as it was given them: cut where they are too long.
     */
    TOKENS_SCORED,
    /** Pairs of rows that were compared as possible near duplicates. */
    ROWS_COMPARED;

    /** Name of the Beam counter. */
    public String counter() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
