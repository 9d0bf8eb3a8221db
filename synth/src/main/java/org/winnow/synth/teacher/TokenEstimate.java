package org.winnow.synth.teacher;

import static java.util.Objects.requireNonNull;

/**
 * What a request will take, estimated before it is sent: its contents counted, and as many tokens
 * of answer as it allows.
 *
 * @param counter counts the tokens of each message
 * @param outputTokens tokens of an answer to a request that does not limit them, from 1
 */
public record TokenEstimate(TokenCounter counter, int outputTokens) {
  /** Four characters to a token, 1,024 tokens to an answer without a limit. */
  public static final TokenEstimate STANDARD = new TokenEstimate(TokenCounter.BY_CHARACTERS, 1024);

  public TokenEstimate {
    requireNonNull(counter, "counter is null");
    if (outputTokens < 1) {
      throw new IllegalArgumentException("outputTokens must be >= 1, got " + outputTokens);
    }
  }

  /** The tokens that a request is expected to take. */
  public TokenUsage of(TeacherRequest request) {
    long input =
        request.messages().stream().mapToLong(message -> counter.count(message.content())).sum();
    return new TokenUsage(input, request.parameters().maxTokens().orElse(outputTokens));
  }
}
