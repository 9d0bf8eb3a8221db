package org.winnow.synth.teacher;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
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

  /**
   * A limit that is below what something needs.
   *
   * @param limit the limit, for a person to read
   * @param share of the need that it allows, in [0, 1)
   */
  public record Shortfall(String limit, double share) {}

  /**
   * The limits that end something before it is done, the one that ends it first in front, if
   * requests, tokens and money are spent in proportion.
   *
   * @param need what it takes in all
   */
  public List<Shortfall> shortfalls(Spending need) {
    List<Shortfall> limits = new ArrayList<>();
    requests.ifPresent(
        most ->
            add(
                limits,
                most + " requests",
                BigDecimal.valueOf(most),
                BigDecimal.valueOf(need.requests())));
    tokens.ifPresent(
        most ->
            add(
                limits,
                most + " tokens",
                BigDecimal.valueOf(most),
                BigDecimal.valueOf(need.tokens().total())));
    money.ifPresent(most -> add(limits, "money of " + most.toPlainString(), most, need.money()));
    limits.sort(Comparator.comparingDouble(Shortfall::share));
    return List.copyOf(limits);
  }

  private static void add(List<Shortfall> limits, String limit, BigDecimal most, BigDecimal need) {
    if (most.compareTo(need) < 0) {
      limits.add(new Shortfall(limit, most.divide(need, MathContext.DECIMAL64).doubleValue()));
    }
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
