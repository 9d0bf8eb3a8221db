package org.winnow.synth.teacher;

import io.github.bucket4j.BlockingStrategy;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps to rates by token buckets that hold a minute's worth and fill steadily. An estimate of the
 * tokens is taken before a request is sent and corrected when they are known.
 */
final class RateLimiter {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Optional<Bucket> requests;
  private final Optional<Bucket> tokens;
  private final long tokensPerMinute;
  private final BlockingStrategy waiting;

  RateLimiter(RateLimits limits, WaitingClock clock) {
    this.requests = bucket(limits.requestsPerMinute(), clock);
    this.tokens = bucket(limits.tokensPerMinute(), clock);
    this.tokensPerMinute = limits.tokensPerMinute().orElse(Long.MAX_VALUE);
    this.waiting = nanos -> clock.sleep(Duration.ofNanos(nanos));
  }

  /** Waits until a request of about that many tokens may be sent. */
  void acquire(long estimatedTokens) throws InterruptedException {
    if (requests.isPresent()) {
      requests.get().asBlocking().consume(1, waiting);
    }
    if (tokens.isPresent()) {
      tokens.get().asBlocking().consume(within(estimatedTokens), waiting);
    }
  }

  /** Says what a request took that {@link #acquire} was told an estimate for. */
  void correct(long estimatedTokens, long actualTokens) {
    if (tokens.isEmpty()) {
      return;
    }
    long difference = actualTokens - within(estimatedTokens);
    if (difference > 0) {
      tokens.get().consumeIgnoringRateLimits(difference);
    } else if (difference < 0) {
      tokens.get().addTokens(-difference);
    }
  }

  /** A request that is larger than the bucket waits for a full one. */
  private long within(long estimate) {
    return Math.min(Math.max(estimate, 1), tokensPerMinute);
  }

  private static Optional<Bucket> bucket(OptionalLong perMinute, WaitingClock clock) {
    if (perMinute.isEmpty()) {
      return Optional.empty();
    }
    long rate = perMinute.getAsLong();
    return Optional.of(
        Bucket.builder()
            .addLimit(limit -> limit.capacity(rate).refillGreedy(rate, Duration.ofMinutes(1)))
            .withCustomTimePrecision(meter(clock))
            .build());
  }

  private static TimeMeter meter(WaitingClock clock) {
    return new TimeMeter() {
      @Override
      public long currentTimeNanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
      }

      @Override
      public boolean isWallClockBased() {
        return true;
      }
    };
  }
}
