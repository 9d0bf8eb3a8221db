package org.winnow.synth.teacher;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;

/**
 * What was spent.
 *
 * @param requests requests that were sent, each attempt counted
 * @param tokens tokens of prompts and answers
 * @param money in the currency of the price list
 */
public record Spending(long requests, TokenUsage tokens, BigDecimal money) {
  /** Nothing. */
  public static final Spending NONE = new Spending(0, TokenUsage.NONE, BigDecimal.ZERO);

  public Spending {
    requireNonNull(tokens, "tokens is null");
    requireNonNull(money, "money is null");
    if (requests < 0) {
      throw new IllegalArgumentException("requests must be >= 0, got " + requests);
    }
  }

  /** This and that. */
  Spending plus(Spending other) {
    return new Spending(
        Math.addExact(requests, other.requests), tokens.plus(other.tokens), money.add(other.money));
  }

  /** This without a part of it. */
  Spending minus(Spending part) {
    return new Spending(
        requests - part.requests,
        new TokenUsage(
            tokens.input() - part.tokens.input(), tokens.output() - part.tokens.output()),
        money.subtract(part.money));
  }
}
