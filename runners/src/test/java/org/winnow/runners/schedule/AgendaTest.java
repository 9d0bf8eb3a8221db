package org.winnow.runners.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.runners.schedule.Attempt.Begin;
import org.winnow.runners.schedule.Status.Health;

final class AgendaTest {
  private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");
  private static final Instant FIRST = Instant.parse("2026-11-29T02:00:00Z");
  private static final Instant SECOND = Instant.parse("2026-11-30T02:00:00Z");
  private static final Instant THIRD = Instant.parse("2026-12-01T02:00:00Z");

  private static Agenda agenda(Misfire misfire, int retries) {
    return new Agenda(
        CronTimes.of("0 2 * * *", ZoneId.of("UTC")),
        misfire,
        new Retries(retries, Duration.ofMinutes(1)),
        START);
  }

  private static void attempt(Agenda agenda, Instant begin, Instant end, Result result) {
    assertThat(agenda.begin(begin)).isPresent();
    agenda.end(end, result);
  }

  @Test
  void nothingBeginsBeforeItsTime() {
    Agenda agenda = agenda(Misfire.RUN, 0);

    assertThat(agenda.wake()).isEqualTo(FIRST);
    assertThat(agenda.begin(FIRST.minusMillis(1))).isEmpty();
    assertThat(agenda.begin(FIRST)).contains(new Begin(FIRST, 1, FIRST));
    assertThat(agenda.wake()).isEqualTo(SECOND);
  }

  @Test
  void twoAreNeverAtWork() {
    Agenda agenda = agenda(Misfire.RUN, 0);
    assertThat(agenda.begin(FIRST)).isPresent();

    assertThatThrownBy(() -> agenda.begin(SECOND)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void severalMissedTimesAreMadeUpForOnce() {
    Agenda agenda = agenda(Misfire.RUN, 0);
    Instant late = THIRD.plusSeconds(3600);

    assertThat(agenda.begin(late)).contains(new Begin(FIRST, 1, late));
    agenda.end(late.plusSeconds(60), Results.PUBLISHED);

    assertThat(agenda.begin(late.plusSeconds(60))).isEmpty();
    assertThat(agenda.wake()).isEqualTo(THIRD.plus(Duration.ofDays(1)));
  }

  @Test
  void aMissedTimeIsSkippedIfThatIsWanted() {
    Agenda agenda = agenda(Misfire.SKIP, 0);

    assertThat(agenda.begin(FIRST.plus(Agenda.PUNCTUAL).plusMillis(1))).isEmpty();
    assertThat(agenda.wake()).isEqualTo(SECOND);
    assertThat(agenda.begin(SECOND.plus(Agenda.PUNCTUAL))).as("late, but not missed").isPresent();
  }

  @Test
  void aTimeThatPassesDuringARefreshIsMadeUpForBehindIt() {
    Agenda agenda = agenda(Misfire.RUN, 0);
    Instant end = SECOND.plusSeconds(7200);
    attempt(agenda, FIRST, end, Results.PUBLISHED);

    assertThat(agenda.begin(end)).contains(new Begin(SECOND, 1, end));
    assertThat(agenda.wake()).isEqualTo(THIRD);
  }

  @Test
  void aTimeThatPassesDuringARefreshIsSkippedIfThatIsWanted() {
    Agenda agenda = agenda(Misfire.SKIP, 0);
    Instant end = SECOND.plusSeconds(7200);
    attempt(agenda, FIRST, end, Results.PUBLISHED);

    assertThat(agenda.begin(end)).isEmpty();
    assertThat(agenda.wake()).isEqualTo(THIRD);
  }

  @Test
  void pausesBetweenAttemptsDoubleUntilThereAreNoMore() {
    Agenda agenda = agenda(Misfire.RUN, 3);
    List<Begin> begins = new ArrayList<>();
    Instant now = FIRST;
    while (begins.size() < 4) {
      begins.add(agenda.begin(now).orElseThrow());
      agenda.end(now.plusSeconds(10), Results.FAILED);
      now = agenda.wake();
    }

    assertThat(begins)
        .containsExactly(
            new Begin(FIRST, 1, FIRST),
            new Begin(FIRST, 2, FIRST.plusSeconds(10 + 60)),
            new Begin(FIRST, 3, FIRST.plusSeconds(10 + 60 + 10 + 120)),
            new Begin(FIRST, 4, FIRST.plusSeconds(10 + 60 + 10 + 120 + 10 + 240)));
    assertThat(now).isEqualTo(SECOND);
  }

  @Test
  void aRetryDoesNotBeginBeforeItsTime() {
    Agenda agenda = agenda(Misfire.SKIP, 1);
    attempt(agenda, FIRST, FIRST, Results.FAILED);

    assertThat(agenda.begin(FIRST.plusSeconds(59))).isEmpty();
    assertThat(agenda.begin(FIRST.plusSeconds(3600)))
        .as("however late, a retry is no missed time")
        .contains(new Begin(FIRST, 2, FIRST.plusSeconds(3600)));
  }

  @Test
  void aTimeOfTheScheduleTakesThePlaceOfARetry() {
    Agenda agenda = agenda(Misfire.RUN, 1);
    attempt(agenda, FIRST, SECOND.minusSeconds(30), Results.FAILED);
    assertThat(agenda.wake()).isEqualTo(SECOND);

    attempt(agenda, SECOND, SECOND.plusSeconds(1), Results.PUBLISHED);

    assertThat(agenda.begin(SECOND.plusSeconds(3600))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatMayPassIsTriedAgain(Outcome outcome) {
    Agenda agenda = agenda(Misfire.RUN, 1);
    attempt(agenda, FIRST, FIRST, Result.bad(outcome, "because"));

    boolean isTriedAgain = agenda.begin(FIRST.plusSeconds(60)).isPresent();

    assertThat(isTriedAgain)
        .isEqualTo(
            switch (outcome) {
              case FAILED, BUSY -> true;
              case PUBLISHED, UNCHANGED, TAKEN_BACK, REFUSED, RECIPE, DATA -> false;
            });
  }

  @Test
  void aMomentCanBeATimeOfTheSchedule() {
    Agenda agenda = agenda(Misfire.SKIP, 1);
    agenda.add(START);

    assertThat(agenda.wake()).isEqualTo(START);
    assertThat(agenda.begin(START)).contains(new Begin(START, 1, START));
    agenda.end(START, Results.FAILED);
    assertThat(agenda.begin(START.plusSeconds(60)))
        .contains(new Begin(START, 2, START.plusSeconds(60)));
    agenda.end(START.plusSeconds(60), Results.PUBLISHED);
    assertThat(agenda.wake()).isEqualTo(FIRST);
  }

  @Test
  void theLastAttemptsAreRemembered() {
    Agenda agenda = agenda(Misfire.RUN, 0);
    for (int i = 0; i < Agenda.REMEMBERED + 5; i++) {
      attempt(agenda, agenda.wake(), agenda.wake().minusSeconds(3600), Results.PUBLISHED);
    }

    List<Instant> due =
        agenda.status(START).attempts().stream().map(attempt -> attempt.begin().due()).toList();

    assertThat(due).hasSize(Agenda.REMEMBERED);
    assertThat(due.get(0)).isEqualTo(FIRST.plus(Duration.ofDays(Agenda.REMEMBERED + 4)));
    assertThat(due.get(Agenda.REMEMBERED - 1)).isEqualTo(FIRST.plus(Duration.ofDays(5)));
  }

  @Test
  void healthFollowsANight() {
    Agenda agenda = agenda(Misfire.RUN, 1);
    assertThat(agenda.status(START).health()).isEqualTo(Health.WAITING);
    assertThat(agenda.status(FIRST.plusSeconds(61)).health()).isEqualTo(Health.OVERDUE);

    agenda.begin(FIRST);
    assertThat(agenda.status(FIRST).health()).isEqualTo(Health.RUNNING);
    agenda.end(FIRST, Results.FAILED);
    assertThat(agenda.status(FIRST).health()).isEqualTo(Health.RETRYING);
    assertThat(agenda.status(FIRST).retryAt()).contains(FIRST.plusSeconds(60));
    agenda.begin(FIRST.plusSeconds(60));
    assertThat(agenda.status(FIRST.plusSeconds(60)).health()).isEqualTo(Health.RUNNING);
    agenda.end(FIRST.plusSeconds(61), Results.FAILED);
    assertThat(agenda.status(FIRST.plusSeconds(61)).health()).isEqualTo(Health.FAILED);

    agenda.begin(SECOND);
    assertThat(agenda.status(SECOND).health())
        .as("until there is a better end")
        .isEqualTo(Health.FAILED);
    assertThat(agenda.status(THIRD.plusSeconds(61)).health())
        .as("the next time passed meanwhile")
        .isEqualTo(Health.OVERDUE);
    agenda.end(SECOND.plusSeconds(61), Results.PUBLISHED);
    assertThat(agenda.status(SECOND.plusSeconds(61)).health()).isEqualTo(Health.WAITING);
  }

  @Test
  void noPauseIsLongerThanAnHour() {
    Retries retries = new Retries(1000, Duration.ofMinutes(25));

    assertThat(retries.pauseAfter(1)).contains(Duration.ofMinutes(25));
    assertThat(retries.pauseAfter(2)).contains(Duration.ofMinutes(50));
    assertThat(retries.pauseAfter(3)).contains(Duration.ofHours(1));
    assertThat(retries.pauseAfter(1000)).contains(Duration.ofHours(1));
    assertThat(retries.pauseAfter(1001)).isEqualTo(Optional.empty());
    assertThat(new Retries(99, Duration.ofMillis(1)).pauseAfter(99)).contains(Duration.ofHours(1));
  }
}
