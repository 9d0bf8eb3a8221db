package org.winnow.synth.teacher;

import static java.util.Objects.requireNonNull;

/**
 * How a server is asked.
 *
 * @param limits how much at a time
 * @param retries how often and how soon again
 * @param prices what tokens cost
 * @param estimate what a request is expected to take
 */
public record TeacherSettings(
    RateLimits limits, RetryPolicy retries, PriceList prices, TokenEstimate estimate) {
  /** Eight requests at once at any rate, standard retries and estimate, no prices. */
  public static final TeacherSettings STANDARD =
      new TeacherSettings(
          RateLimits.ofConcurrency(8),
          RetryPolicy.STANDARD,
          PriceList.NONE,
          TokenEstimate.STANDARD);

  public TeacherSettings {
    requireNonNull(limits, "limits is null");
    requireNonNull(retries, "retries is null");
    requireNonNull(prices, "prices is null");
    requireNonNull(estimate, "estimate is null");
  }

  /** The same with other limits. */
  public TeacherSettings withLimits(RateLimits other) {
    return new TeacherSettings(other, retries, prices, estimate);
  }

  /** The same with other retries. */
  public TeacherSettings withRetries(RetryPolicy other) {
    return new TeacherSettings(limits, other, prices, estimate);
  }

  /** The same with other prices. */
  public TeacherSettings withPrices(PriceList other) {
    return new TeacherSettings(limits, retries, other, estimate);
  }
}
