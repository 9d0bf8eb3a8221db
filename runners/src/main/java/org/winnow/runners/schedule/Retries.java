package org.winnow.runners.schedule;

import java.time.Duration;
import java.util.Optional;

/**
 * How often and how soon a refresh is tried again: after first, 2 first, 4 first, ... and at most
 * an hour.
 *
 * @param most further attempts behind the first one, from 0
 * @param first pause before the first of them, longer than nothing
 */
public record Retries(int most, Duration first) {
  static final Duration LONGEST = Duration.ofHours(1);

  /** More doublings than lead from a millisecond to the longest pause. */
  private static final int MAX_DOUBLINGS = 22;

  /** Checks. */
  public Retries {
    if (most < 0) {
      throw new IllegalArgumentException("--retries: expected at least 0, found " + most);
    }
    if (first.toMillis() < 1 || first.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "--retry-delay: expected more than nothing and up to an hour, found " + first);
    }
  }

  /**
   * The pause before the next attempt; none if there is none.
   *
   * @param attempt that failed, from 1
   */
  Optional<Duration> pauseAfter(int attempt) {
    if (attempt > most) {
      return Optional.empty();
    }
    Duration pause = first.multipliedBy(1L << Math.min(attempt - 1, MAX_DOUBLINGS));
    return Optional.of(pause.compareTo(LONGEST) < 0 ? pause : LONGEST);
  }
}
