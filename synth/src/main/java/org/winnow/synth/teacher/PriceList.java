package org.winnow.synth.teacher;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * Prices by model, all of them in one currency.
 *
 * @param prices by the name that requests use
 */
public record PriceList(Map<String, Price> prices) {
  /** No model has a price. */
  public static final PriceList NONE = new PriceList(Map.of());

  public PriceList {
    prices = Map.copyOf(prices);
  }

  /** What these tokens of a model cost, or empty if it has no price. */
  public Optional<BigDecimal> cost(String model, TokenUsage usage) {
    return Optional.ofNullable(prices.get(model)).map(price -> price.of(usage));
  }
}
