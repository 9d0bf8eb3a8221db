package org.winnow.synth.teacher;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The most that may be spent. What is empty is not limited.
 *
 * @param requests requests sent, each attempt counted, from 0
 * @param tokens input and output tokens together, from 0
 * @param money in the currency of the price list, from 0
 */
public record BudgetLimits(OptionalLong requests, OptionalLong tokens, Optional<BigDecimal> money) {
  /** No limits. */
  public static final BudgetLimits NONE =
      new BudgetLimits(OptionalLong.empty(), OptionalLong.empty(), Optional.empty());

  public BudgetLimits {
    if (requests.orElse(0) < 0
        || tokens.orElse(0) < 0
        || money.orElse(BigDecimal.ZERO).signum() < 0) {
      throw new IllegalArgumentException(
          "a budget must be >= 0, got " + requests + " requests, " + tokens + " tokens, " + money);
    }
  }

  /** At most that many requests. */
  public static BudgetLimits ofRequests(long requests) {
    return new BudgetLimits(OptionalLong.of(requests), OptionalLong.empty(), Optional.empty());
  }

  /** At most that many tokens. */
  public static BudgetLimits ofTokens(long tokens) {
    return new BudgetLimits(OptionalLong.empty(), OptionalLong.of(tokens), Optional.empty());
  }

  /** At most that much money. */
  public static BudgetLimits ofMoney(BigDecimal money) {
    return new BudgetLimits(OptionalLong.empty(), OptionalLong.empty(), Optional.of(money));
  }

  /** Whether that much may be spent in all. */
  boolean allow(Spending spending) {
    return excess(spending).isEmpty();
  }

  /** By which limits that much is too much; empty if it is not. */
  List<String> excess(Spending spending) {
    List<String> excess = new ArrayList<>();
    if (spending.requests() > requests.orElse(Long.MAX_VALUE)) {
      excess.add(requests.getAsLong() + " requests");
    }
    if (spending.tokens().total() > tokens.orElse(Long.MAX_VALUE)) {
      excess.add(tokens.getAsLong() + " tokens");
    }
    if (money.isPresent() && spending.money().compareTo(money.get()) > 0) {
      excess.add("money of " + money.get().toPlainString());
    }
    return excess;
  }
}
