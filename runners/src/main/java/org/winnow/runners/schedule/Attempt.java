package org.winnow.runners.schedule;

import java.time.Duration;
import java.time.Instant;

/**
 * An attempt that ended.
 *
 * @param begin how it began
 * @param ended when it ended
 * @param result what came of it
 */
record Attempt(Begin begin, Instant ended, Result result) {
  /**
   * The beginning of an attempt.
   *
   * @param due time of the schedule that it is for
   * @param number 1 for the first attempt at this time
   * @param started when it began
   */
  record Begin(Instant due, int number, Instant started) {}

  Duration duration() {
    return Duration.between(begin.started, ended);
  }
}
