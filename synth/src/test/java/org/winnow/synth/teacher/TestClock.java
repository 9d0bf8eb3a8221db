package org.winnow.synth.teacher;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that stands still unless somebody sleeps by it, which takes no time. */
final class TestClock implements WaitingClock {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final List<Duration> sleeps = new ArrayList<>();
  private Instant now = START;

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void sleep(Duration duration) {
    sleeps.add(duration);
    now = now.plus(duration);
  }

  /** How long was slept, each time. */
  synchronized List<Duration> sleeps() {
    return List.copyOf(sleeps);
  }

  synchronized Duration passed() {
    return Duration.between(START, now);
  }
}
