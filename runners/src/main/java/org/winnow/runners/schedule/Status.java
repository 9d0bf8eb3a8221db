package org.winnow.runners.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.winnow.runners.schedule.Attempt.Begin;

/**
 * How things stand at a moment.
 *
 * @param now the moment
 * @param next time of the schedule that is neither begun nor over
 * @param isOverdue whether that time is past, because the refresh before is still at work or
 *     because nobody begins
 * @param atWork the attempt at work
 * @param retryAt when the next attempt comes beside the schedule
 * @param attempts the last ones, newest first
 */
record Status(
    Instant now,
    Instant next,
    boolean isOverdue,
    Optional<Begin> atWork,
    Optional<Instant> retryAt,
    List<Attempt> attempts) {

  /** In one word. */
  enum Health {
    /** A time of the schedule passed, and its refresh has not begun. */
    OVERDUE,
    /** The last refresh ended badly, with all its retries. */
    FAILED,
    /** A refresh is at work. */
    RUNNING,
    /** The last attempt ended badly, another one will be made. */
    RETRYING,
    /** The last refresh ended well, or there was none yet. */
    WAITING;

    /** Whether nobody has to look after it. */
    boolean isGood() {
      return this != OVERDUE && this != FAILED;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Health health() {
    if (isOverdue) {
      return Health.OVERDUE;
    }
    boolean isRetrying = atWork.filter(begin -> begin.number() > 1).isPresent();
    boolean endedBadly = last().filter(attempt -> !attempt.result().outcome().isGood()).isPresent();
    if (endedBadly && !isRetrying && retryAt.isEmpty()) {
      return Health.FAILED;
    }
    if (atWork.isPresent()) {
      return Health.RUNNING;
    }
    return endedBadly ? Health.RETRYING : Health.WAITING;
  }

  Optional<Attempt> last() {
    return attempts.stream().findFirst();
  }
}
