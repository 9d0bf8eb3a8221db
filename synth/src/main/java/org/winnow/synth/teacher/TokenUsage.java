package org.winnow.synth.teacher;

/**
 * Tokens of one or more requests.
 *
 * @param input tokens of the prompts, from 0
 * @param output tokens of the answers, from 0
 */
public record TokenUsage(long input, long output) {
  /** No tokens. */
  public static final TokenUsage NONE = new TokenUsage(0, 0);

  public TokenUsage {
    if (input < 0 || output < 0) {
      throw new IllegalArgumentException(
          "tokens must be >= 0, got " + input + " in, " + output + " out");
    }
  }

  /** Input and output together. */
  public long total() {
    return Math.addExact(input, output);
  }

  /** These and those. */
  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(Math.addExact(input, other.input), Math.addExact(output, other.output));
  }
}
