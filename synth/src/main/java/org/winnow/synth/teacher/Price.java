package org.winnow.synth.teacher;

import java.math.BigDecimal;

/**
 * What a model's tokens cost, in any one currency.
 *
 * @param inputPerMillion for a million tokens of prompts, from 0
 * @param outputPerMillion for a million tokens of answers, from 0
 */
public record Price(BigDecimal inputPerMillion, BigDecimal outputPerMillion) {
  private static final int MILLION_DIGITS = 6;

  public Price {
    if (inputPerMillion.signum() < 0 || outputPerMillion.signum() < 0) {
      throw new IllegalArgumentException(
          "a price must be >= 0, got " + inputPerMillion + " in, " + outputPerMillion + " out");
    }
  }

  /** What these tokens cost, exactly. */
  public BigDecimal of(TokenUsage usage) {
    BigDecimal input = inputPerMillion.multiply(BigDecimal.valueOf(usage.input()));
    BigDecimal output = outputPerMillion.multiply(BigDecimal.valueOf(usage.output()));
    return input.add(output).movePointLeft(MILLION_DIGITS);
  }
}
