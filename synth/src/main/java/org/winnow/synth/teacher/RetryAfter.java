package org.winnow.synth.teacher;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** The {@code Retry-After} header, RFC 9110, section 10.2.3: seconds or a date. */
final class RetryAfter {
  private static final int MAX_DIGITS = 9;

  private RetryAfter() {}

  /** How long to wait from {@code now}, not below zero; empty for a header that is neither form. */
  static Optional<Duration> parse(String header, Instant now) {
    String value = header.strip();
    if (value.matches("[0-9]{1," + MAX_DIGITS + "}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Optional.of(until.isBefore(now) ? Duration.ZERO : Duration.between(now, until));
    } catch (DateTimeException e) {
      return Optional.empty(); // then the pause is ours
    }
  }
}
