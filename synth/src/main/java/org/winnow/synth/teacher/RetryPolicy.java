package org.winnow.synth.teacher;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.winnow.schemas.Seeds;

/**
 * How often and how soon a request is sent again.
 *
 * <p>The n-th pause is d = first 2^(n-1), at most {@code longest}, times a factor from [1/2, 1)
 * that is a hash of request and attempt, so that workers which failed together do not come back
 * together and a run repeats. A server that says how long to wait is obeyed instead.
 *
 * @param attempts most attempts at a request, the first one included, from 1
 * @param schemaAttempts most attempts among these whose answer may violate the schema, from 1
 * @param first length of the first pause before chance shortens it
 * @param longest longest pause; a server that wants more than that is given up
 */
public record RetryPolicy(int attempts, int schemaAttempts, Duration first, Duration longest) {
  private static final String STEP = "teacher.retry";
  private static final int MAX_DOUBLINGS = 30;
  private static final double TO_UNIT = 0x1p-53;

  /** Six attempts, three for a schema, pauses from a second to two minutes. */
  public static final RetryPolicy STANDARD =
      new RetryPolicy(6, 3, Duration.ofSeconds(1), Duration.ofMinutes(2));

  public RetryPolicy {
    requireNonNull(first, "first is null");
    if (attempts < 1 || schemaAttempts < 1) {
      throw new IllegalArgumentException(
          "attempts must be >= 1, got " + attempts + ", for a schema " + schemaAttempts);
    }
    if (first.isNegative() || first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "pauses must be >= 0 and ordered, got first " + first + ", longest " + longest);
    }
  }

  /**
   * The pause after an attempt.
   *
   * @param key the request's
   * @param attempt the attempt that failed, from 1
   */
  Duration pause(String key, int attempt) {
    double nanos = first.toNanos() * (double) (1L << Math.min(attempt - 1, MAX_DOUBLINGS));
    double unit = (Seeds.bits(0, STEP, key, Integer.toString(attempt)) >>> 11) * TO_UNIT;
    return Duration.ofNanos((long) (Math.min(nanos, longest.toNanos()) * (1 + unit) / 2));
  }
}
