package org.winnow.runners.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plays services on a clock that only these tests move. */
final class ServiceTest {
  private final List<String> begun = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Deque<Duration> took = new ArrayDeque<>();
  private final Deque<Result> ended = new ArrayDeque<>();
  private Instant now = Instant.parse("2026-10-24T10:00:00Z");

  private Service service(String cron, Misfire misfire, boolean isNow) {
    return new Service(
        new Service.Plan(
            CronTimes.of(cron, ZoneId.of("Europe/Berlin")),
            misfire,
            new Retries(1, Duration.ofMinutes(5)),
            isNow),
        () -> now,
        this::refresh,
        notes::add);
  }

  private Result refresh() {
    begun.add(now.toString());
    now = now.plus(took.isEmpty() ? Duration.ofMinutes(10) : took.remove());
    return ended.isEmpty() ? Results.PUBLISHED : ended.remove();
  }

  /** Sleeps as long as it may, until an hour has come. */
  private void runUntil(String end, Service service) throws InterruptedException {
    service.run(
        longest -> {
          assertThat(longest).isBetween(Duration.ZERO, Service.LONGEST_PAUSE);
          now = now.plus(longest);
          return !now.isBefore(Instant.parse(end));
        });
  }

  @Test
  void refreshesOnceEveryNightAlsoWhenClocksAreChanged() throws Exception {
    runUntil("2026-10-27T12:00:00Z", service("30 2 * * *", Misfire.RUN, false));

    assertThat(begun)
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z", "2026-10-27T01:30:00Z");
  }

  @Test
  void refreshesAtOnceIfAskedTo() throws Exception {
    runUntil("2026-10-25T12:00:00Z", service("30 2 * * *", Misfire.RUN, true));

    assertThat(begun).containsExactly("2026-10-24T10:00:00Z", "2026-10-25T00:30:00Z");
  }

  @Test
  void aRefreshOfThirtyHoursIsFollowedByOneForTheTimesItMissed() throws Exception {
    took.add(Duration.ofHours(30));

    runUntil("2026-10-27T12:00:00Z", service("30 2 * * *", Misfire.RUN, false));

    assertThat(begun)
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T06:30:00Z", "2026-10-27T01:30:00Z");
  }

  @Test
  void triesAgainAndSaysSo() throws Exception {
    ended.add(Results.FAILED);
    ended.add(Results.FAILED);

    runUntil("2026-10-26T12:00:00Z", service("30 2 * * *", Misfire.RUN, false));

    assertThat(begun)
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-25T00:45:00Z", "2026-10-26T01:30:00Z");
    assertThat(notes)
        .containsExactly(
            "refreshing at 30 2 * * *, Europe/Berlin; the next one is due at"
                + " 2026-10-25T02:30:00+02:00",
            "failed: no space left",
            "trying again at 2026-10-25T02:45:00+02:00",
            "failed: no space left",
            "the next one is due at 2026-10-26T02:30:00+01:00",
            "published",
            "the next one is due at 2026-10-27T02:30:00+01:00");
  }

  @Test
  void aMachineThatSleptThroughTheNightFindsOutWhenItWakes() throws Exception {
    service("30 2 * * *", Misfire.RUN, false)
        .run(
            longest -> {
              boolean isAsleep = now.equals(Instant.parse("2026-10-24T22:00:00Z"));
              now = now.plus(isAsleep ? Duration.ofHours(9) : longest);
              return now.isAfter(Instant.parse("2026-10-25T12:00:00Z"));
            });

    assertThat(begun).containsExactly("2026-10-25T07:00:00Z");
  }

  @Test
  void nothingBeginsOnceItIsToStop() throws Exception {
    Service service = service("30 2 * * *", Misfire.RUN, true);

    service.run(longest -> true);

    assertThat(begun).isEmpty();
  }

  @Test
  void aRefreshAtWorkEndsBeforeTheServiceDoes() throws Exception {
    Service service = service("30 2 * * *", Misfire.RUN, true);

    service.run(longest -> !begun.isEmpty());

    assertThat(begun).hasSize(1);
    assertThat(service.status().attempts())
        .singleElement()
        .satisfies(
            attempt -> assertThat(attempt.duration()).isEqualTo(Duration.ofMinutes(10)),
            attempt -> assertThat(attempt.result()).isEqualTo(Results.PUBLISHED));
  }
}
