package org.winnow.runners.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.winnow.runners.schedule.Attempt.Begin;

/**
 * What is to be done when. It keeps no time of its own: whoever asks says what time it is.
 *
 * <p>There is one attempt at work at most. A time of the schedule ends the waiting for a retry of
 * the time before, and is tried anew with all of its own retries. Any thread may ask.
 */
final class Agenda {
  /** A time that is later than this was missed. */
  static final Duration PUNCTUAL = Duration.ofMinutes(1);

  /** How many attempts are remembered. */
  static final int REMEMBERED = 30;

  private final CronTimes times;
  private final Misfire misfire;
  private final Retries retries;
  private final Deque<Attempt> attempts = new ArrayDeque<>();
  private Instant next;
  private Optional<Begin> atWork = Optional.empty();
  private Optional<Extra> extra = Optional.empty();

  /** An attempt that is to be made beside the times of the schedule. */
  private record Extra(Instant at, Instant due, int number) {}

  /**
   * An agenda.
   *
   * @param times of the schedule
   * @param now from when on they count
   */
  Agenda(CronTimes times, Misfire misfire, Retries retries, Instant now) {
    this.times = times;
    this.misfire = misfire;
    this.retries = retries;
    this.next = times.after(now);
  }

  /** Makes a moment a time of the schedule, once. */
  synchronized void add(Instant moment) {
    extra = Optional.of(new Extra(moment, moment, 1));
  }

  /** When to ask {@link #begin} again at the latest. */
  synchronized Instant wake() {
    return extra.map(Extra::at).filter(next::isAfter).orElse(next);
  }

  /** Begins what is to be done now, if anything is. Who gets an answer calls {@link #end}. */
  synchronized Optional<Begin> begin(Instant now) {
    if (atWork.isPresent()) {
      throw new IllegalStateException("there is an attempt at work: " + atWork);
    }
    Instant due = next;
    if (!due.isAfter(now)) {
      next = times.after(now);
      boolean isMissed = Duration.between(due, now).compareTo(PUNCTUAL) > 0;
      if (!isMissed || misfire == Misfire.RUN) {
        extra = Optional.empty();
        atWork = Optional.of(new Begin(due, 1, now));
        return atWork;
      }
    }
    if (extra.isPresent() && !extra.get().at.isAfter(now)) {
      atWork = Optional.of(new Begin(extra.get().due, extra.get().number, now));
      extra = Optional.empty();
    }
    return atWork;
  }

  /** Ends what is at work. */
  synchronized Attempt end(Instant now, Result result) {
    Begin begin =
        atWork.orElseThrow(() -> new IllegalStateException("there is no attempt at work"));
    Attempt attempt = new Attempt(begin, now, result);
    atWork = Optional.empty();
    attempts.addFirst(attempt);
    if (attempts.size() > REMEMBERED) {
      attempts.removeLast();
    }
    if (result.outcome().mayPass()) {
      extra =
          retries
              .pauseAfter(begin.number())
              .map(pause -> new Extra(now.plus(pause), begin.due(), begin.number() + 1));
    }
    return attempt;
  }

  /** How things stand. */
  synchronized Status status(Instant now) {
    return new Status(
        now,
        next,
        Duration.between(next, now).compareTo(PUNCTUAL) > 0,
        atWork,
        extra.filter(again -> again.number > 1).map(Extra::at),
        List.copyOf(attempts));
  }
}
