package org.winnow.synth.teacher;

import java.util.OptionalLong;

/**
 * How much a server is asked at a time.
 *
 * @param concurrency most requests that are under way at once, from 1
 * @param requestsPerMinute rate of requests, from 1; empty for any
 * @param tokensPerMinute rate of input and output tokens together, from 1; empty for any
 */
public record RateLimits(
    int concurrency, OptionalLong requestsPerMinute, OptionalLong tokensPerMinute) {
  public RateLimits {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency must be >= 1, got " + concurrency);
    }
    if (requestsPerMinute.orElse(1) < 1 || tokensPerMinute.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "rates must be >= 1, got "
              + requestsPerMinute
              + " requests and "
              + tokensPerMinute
              + " tokens per minute");
    }
  }

  /** That many requests at once, at any rate: what a server of one's own needs. */
  public static RateLimits ofConcurrency(int concurrency) {
    return new RateLimits(concurrency, OptionalLong.empty(), OptionalLong.empty());
  }
}
