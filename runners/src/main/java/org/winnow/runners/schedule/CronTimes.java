package org.winnow.runners.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.Optional;

/**
 * The times of a cron expression of five fields: minute, hour, day of month, month, day of week.
 *
 * <p>The expression speaks of what a clock on the wall shows. What it shows never, because clocks
 * are put forward, counts at the moment when they are; what it shows twice, because they are put
 * back, counts the first time only. So a daily time comes once on every day.
 */
public final class CronTimes {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final String expression;
  private final ZoneId zone;
  private final ExecutionTime times;

  private CronTimes(String expression, ZoneId zone, ExecutionTime times) {
    this.expression = expression;
    this.zone = zone;
    this.times = times;
  }

  /**
   * Reads an expression.
   *
   * @param zone whose clocks it speaks of
   * @throws IllegalArgumentException if it is none, or its time never comes
   */
  public static CronTimes of(String expression, ZoneId zone) {
    ExecutionTime times;
    try {
      times = ExecutionTime.forCron(PARSER.parse(expression));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--cron: expected minute, hour, day of month, month and day of week, as in \"0 2 * * *\","
              + " found \""
              + expression
              + "\": "
              + e.getMessage(),
          e);
    }
    CronTimes cron = new CronTimes(expression, zone, times);
    if (cron.next(LocalDateTime.of(2000, 1, 1, 0, 0)).isEmpty()) {
      throw new IllegalArgumentException(
          "--cron: expected a time that comes, found \"" + expression + "\", which never does");
    }
    return cron;
  }

  /** The first time later than a moment. */
  public Instant after(Instant moment) {
    LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
    while (true) {
      local = next(local).orElseThrow(() -> new IllegalStateException(this + " ends"));
      Instant time = first(local);
      if (time.isAfter(moment)) { // not so while the clock shows what it has shown before
        return time;
      }
    }
  }

  /** The zone whose clocks the expression speaks of. */
  public ZoneId zone() {
    return zone;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s, %s", expression, zone);
  }

  /** Asked in UTC, where no clock is ever changed. */
  private Optional<LocalDateTime> next(LocalDateTime local) {
    return times.nextExecution(local.atZone(ZoneOffset.UTC)).map(time -> time.toLocalDateTime());
  }

  private Instant first(LocalDateTime local) {
    ZoneOffsetTransition change = zone.getRules().getTransition(local);
    return change != null && change.isGap()
        ? change.getInstant()
        : local.atZone(zone).toInstant(); // the earlier offset of two
  }
}
