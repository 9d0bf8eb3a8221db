package org.winnow.runners.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Refreshes at the times of a schedule, one refresh at a time, until it is asked to stop. */
public final class Service {
  /**
   * How long nobody looks at the clock: a machine that slept, or whose clock was set, finds out
   * then.
   */
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Plan plan;
  private final InstantSource clock;
  private final Supplier<Result> refresh;
  private final Consumer<String> notes;
  private final Agenda agenda;

  /**
   * When to refresh.
   *
   * @param times of the schedule
   * @param misfire what becomes of a time that was missed
   * @param retries of a refresh whose failure may pass
   * @param isNow whether to refresh at once as well
   */
  public record Plan(CronTimes times, Misfire misfire, Retries retries, boolean isNow) {}

  /** Waits. */
  @FunctionalInterface
  public interface Pause {
    /**
     * Waits for some time at most.
     *
     * @return whether to stop
     */
    boolean take(Duration longest) throws InterruptedException;
  }

  /**
   * A service whose schedule counts from now on.
   *
   * @param clock tells the time
   * @param refresh makes an attempt; throws nothing that can be told as a result
   * @param notes told what people should know
   */
  public Service(Plan plan, InstantSource clock, Supplier<Result> refresh, Consumer<String> notes) {
    this.plan = plan;
    this.clock = clock;
    this.refresh = refresh;
    this.notes = notes;
    this.agenda = new Agenda(plan.times, plan.misfire, plan.retries, clock.instant());
    if (plan.isNow) {
      agenda.add(clock.instant());
    }
  }

  /** Works until a pause says to stop. Nothing is begun then, and what is at work ends first. */
  public void run(Pause pause) throws InterruptedException {
    notes.accept("refreshing at " + plan.times + "; " + ahead());
    Duration left = Duration.ZERO;
    while (!pause.take(left)) {
      Instant now = clock.instant();
      left = Duration.ZERO;
      if (agenda.begin(now).isPresent()) {
        Result result = refresh.get();
        tell(agenda.end(clock.instant(), result));
      } else {
        Duration wait = Duration.between(now, agenda.wake());
        left = wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE;
      }
    }
  }

  private void tell(Attempt attempt) {
    Result result = attempt.result();
    String error = result.error().isEmpty() ? "" : ": " + result.error();
    notes.accept(result.outcome().label() + error);
    notes.accept(ahead());
  }

  private String ahead() {
    Status status = agenda.status(clock.instant());
    Optional<Instant> retry = status.retryAt().filter(status.next()::isAfter);
    return retry.isPresent()
        ? "trying again at " + shown(retry.get())
        : "the next one is due at " + shown(status.next());
  }

  /** A time as people in the zone of the schedule read it. */
  String shown(Instant time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        time.atZone(plan.times.zone()).truncatedTo(ChronoUnit.SECONDS).toOffsetDateTime());
  }

  Status status() {
    return agenda.status(clock.instant());
  }
}
