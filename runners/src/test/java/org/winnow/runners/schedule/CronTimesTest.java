package org.winnow.runners.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronTimesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static Instant at(String time) {
    return OffsetDateTime.parse(time).toInstant();
  }

  /** The times after a moment, in the zone's own offsets. */
  private static List<String> times(String expression, ZoneId zone, String from, int count) {
    CronTimes cron = CronTimes.of(expression, zone);
    List<String> times = new ArrayList<>();
    Instant time = at(from);
    for (int i = 0; i < count; i++) {
      time = cron.after(time);
      times.add(time.atZone(zone).toOffsetDateTime().toString());
    }
    return times;
  }

  @Test
  void aTimeThatTheClockSkipsComesWhenItIsPutForward() {
    assertThat(times("30 2 * * *", BERLIN, "2026-03-28T12:00+01:00", 2))
        .containsExactly("2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00");
  }

  @Test
  void severalTimesThatTheClockSkipsComeOnce() {
    assertThat(times("*/20 2,3 29 3 *", BERLIN, "2026-03-28T12:00+01:00", 4))
        .containsExactly(
            "2026-03-29T03:00+02:00",
            "2026-03-29T03:20+02:00",
            "2026-03-29T03:40+02:00",
            "2027-03-29T02:00+02:00");
  }

  @Test
  void aTimeThatTheClockShowsTwiceComesOnce() {
    assertThat(times("30 2 * * *", BERLIN, "2026-10-24T12:00+02:00", 2))
        .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
    assertThat(times("30 2 * * *", BERLIN, "2026-10-25T02:15+01:00", 1))
        .as("begun between the two")
        .containsExactly("2026-10-26T02:30+01:00");
  }

  @Test
  void aTimeIsNotAfterItself() {
    assertThat(times("0 2 * * *", BERLIN, "2026-01-05T02:00+01:00", 1))
        .containsExactly("2026-01-06T02:00+01:00");
  }

  @Test
  void eitherDayDoesWhereBothAreNarrowed() {
    assertThat(times("0 0 13 * 5", BERLIN, "2026-12-05T00:00+01:00", 3))
        .containsExactly(
            "2026-12-11T00:00+01:00", "2026-12-13T00:00+01:00", "2026-12-18T00:00+01:00");
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-27T00:00Z",
    "Europe/Berlin, 2026-10-23T00:00Z",
    "America/New_York, 2026-11-01T00:00Z",
    "Africa/Cairo, 2026-04-23T00:00Z", // midnight is skipped
    "Australia/Lord_Howe, 2026-04-03T00:00Z", // half an hour comes twice
    "Australia/Lord_Howe, 2026-10-02T00:00Z",
    "Pacific/Apia, 2011-12-28T00:00Z", // a whole day is skipped
    "UTC, 2026-12-30T00:00Z"
  })
  void agreesWithAClockThatIsWatchedMinuteByMinute(String zone, String from) {
    Map<String, Predicate<LocalDateTime>> expressions = new LinkedHashMap<>();
    expressions.put("30 2 * * *", time -> time.getHour() == 2 && time.getMinute() == 30);
    expressions.put("*/15 * * * *", time -> time.getMinute() % 15 == 0);
    expressions.put("0 */2 * * *", time -> time.getHour() % 2 == 0 && time.getMinute() == 0);
    expressions.put("0 0 * * *", time -> time.getHour() == 0 && time.getMinute() == 0);
    expressions.put(
        "5-9/2 1-3 * * sun,6",
        time ->
            Set.of(DayOfWeek.SUNDAY, DayOfWeek.SATURDAY).contains(time.getDayOfWeek())
                && Set.of(1, 2, 3).contains(time.getHour())
                && Set.of(5, 7, 9).contains(time.getMinute()));
    Instant begin = at(from);
    expressions.forEach(
        (expression, matches) -> {
          List<Instant> watched = watched(ZoneId.of(zone), begin, matches);
          CronTimes cron = CronTimes.of(expression, ZoneId.of(zone));
          List<Instant> told = new ArrayList<>();
          Instant time = cron.after(begin);
          while (!time.isAfter(begin.plus(DAYS))) {
            told.add(time);
            time = cron.after(time);
          }
          assertThat(told).as(expression).isNotEmpty().isEqualTo(watched);
        });
  }

  private static final Duration DAYS = Duration.ofDays(4);

  /** What somebody notes who watches the clock and counts what it jumps over as shown at once. */
  private static List<Instant> watched(
      ZoneId zone, Instant begin, Predicate<LocalDateTime> matches) {
    List<Instant> times = new ArrayList<>();
    Set<LocalDateTime> shown = new HashSet<>();
    LocalDateTime before = LocalDateTime.ofInstant(begin, zone);
    for (Instant now = begin; !now.isAfter(begin.plus(DAYS)); now = now.plusSeconds(60)) {
      LocalDateTime clock = LocalDateTime.ofInstant(now, zone);
      boolean isTime = false;
      LocalDateTime minute = clock.isAfter(before) ? before.plusMinutes(1) : clock;
      while (!minute.isAfter(clock)) {
        isTime |= shown.add(minute) && matches.test(minute);
        minute = minute.plusMinutes(1);
      }
      if (isTime && now.isAfter(begin)) {
        times.add(now);
      }
      before = clock;
    }
    return times;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0 2 * *", "0 0 2 * * *", "60 2 * * *", "@daily", "0 0 L * *"})
  void whatIsNoExpressionIsRefused(String expression) {
    assertThatThrownBy(() -> CronTimes.of(expression, BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("found \"" + expression + "\"");
  }

  @Test
  void aTimeThatNeverComesIsRefused() {
    assertThatThrownBy(() -> CronTimes.of("0 0 30 2 *", BERLIN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("never");
    assertThat(times("0 0 29 2 *", BERLIN, "2026-01-01T00:00Z", 1))
        .containsExactly("2028-02-29T00:00+01:00");
  }
}
