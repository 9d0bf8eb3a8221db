package org.winnow.synth.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private final TestClock clock = new TestClock();

  @Test
  void aMinutesWorthOfRequestsGoesAtOnceThenTheRateHolds() throws InterruptedException {
    RateLimiter limiter = limiter(OptionalLong.of(60), OptionalLong.empty());

    acquire(limiter, 60, 1);
    assertThat(clock.passed()).isZero();

    acquire(limiter, 10, 1);
    assertThat(clock.passed()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void tokensAreHeldAgainstTheirEstimate() throws InterruptedException {
    RateLimiter limiter = limiter(OptionalLong.empty(), OptionalLong.of(600));

    acquire(limiter, 6, 100);
    assertThat(clock.passed()).isZero();

    acquire(limiter, 1, 100); // 10 tokens a second
    assertThat(clock.passed()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void whatWasEstimatedTooHighComesBack() throws InterruptedException {
    RateLimiter limiter = limiter(OptionalLong.empty(), OptionalLong.of(600));

    acquire(limiter, 6, 100);
    limiter.correct(100, 20);
    acquire(limiter, 1, 80);

    assertThat(clock.passed()).isZero();
  }

  @Test
  void whatWasEstimatedTooLowHasToBeWaitedFor() throws InterruptedException {
    RateLimiter limiter = limiter(OptionalLong.empty(), OptionalLong.of(600));

    acquire(limiter, 1, 100);
    limiter.correct(100, 700);
    acquire(limiter, 1, 1); // 100 tokens of debt and one more

    assertThat(clock.passed()).isEqualTo(Duration.ofMillis(10_100));
  }

  @Test
  void aRequestLargerThanAMinutesWorthWaitsForAFullBucketAndOwesTheRest()
      throws InterruptedException {
    RateLimiter limiter = limiter(OptionalLong.empty(), OptionalLong.of(600));

    acquire(limiter, 1, 1200);
    assertThat(clock.passed()).isZero();
    limiter.correct(1200, 1200);
    acquire(limiter, 1, 600);

    assertThat(clock.passed()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void withoutRatesNobodyWaits() throws InterruptedException {
    acquire(limiter(OptionalLong.empty(), OptionalLong.empty()), 1000, 1_000_000);

    assertThat(clock.sleeps()).isEmpty();
  }

  @Test
  void limitsAreAtLeastOne() {
    assertThatThrownBy(() -> RateLimits.ofConcurrency(0))
        .hasMessage("concurrency must be >= 1, got 0");
    assertThatThrownBy(() -> new RateLimits(1, OptionalLong.of(0), OptionalLong.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private RateLimiter limiter(OptionalLong requests, OptionalLong tokens) {
    return new RateLimiter(new RateLimits(1, requests, tokens), clock);
  }

  private static void acquire(RateLimiter limiter, int times, long tokens)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      limiter.acquire(tokens);
    }
  }
}
