package org.winnow.synth.teacher;

import java.math.BigDecimal;
import java.util.List;

/**
 * A budget that any number of workers spend from, none of them beyond it.
 *
 * <p>Each request is set aside before it is sent, with an estimate of its tokens and their cost,
 * and settled when they are known. Requests are exact: a budget of n requests sends n at most.
 * Tokens and money are as good as the estimates: where {@code max_tokens} is given and tokens are
 * counted well, they are not exceeded either. A worker whose request fits only if others turn out
 * smaller than estimated waits for them.
 *
 * <p>One budget may be shared by several teachers of a process.
 */
public final class Budget {
  private final BudgetLimits limits;
  private Spending spent = Spending.NONE;
  private Spending setAside = Spending.NONE;

  /** A budget of which nothing is spent. */
  public Budget(BudgetLimits limits) {
    this.limits = limits;
  }

  /** A budget without limits, which counts what is spent. */
  public static Budget unlimited() {
    return new Budget(BudgetLimits.NONE);
  }

  /** What has been sent, and what of it is settled. */
  public synchronized Spending spent() {
    return spent;
  }

  BudgetLimits limits() {
    return limits;
  }

  /** What was set aside for one request. */
  final class Reservation {
    private final Spending estimate;

    private Reservation(Spending estimate) {
      this.estimate = estimate;
    }

    /** Puts what it took in place of the estimate; called exactly once. */
    void settle(TokenUsage tokens, BigDecimal money) {
      Budget.this.settle(estimate, new Spending(0, tokens, money));
    }
  }

  /** The limits stand against a request. */
  static final class SpentException extends Exception {
    private static final long serialVersionUID = 1L;

    private SpentException(String message) {
      super(message);
    }
  }

  /**
   * Sets one request aside, which counts as sent from now on.
   *
   * @throws SpentException if the budget does not allow it, whatever is still under way
   */
  synchronized Reservation reserve(TokenUsage tokens, BigDecimal money)
      throws SpentException, InterruptedException {
    Spending request = new Spending(1, TokenUsage.NONE, BigDecimal.ZERO);
    Spending estimate = new Spending(0, tokens, money);
    Spending least = spent.plus(request).plus(estimate);
    while (limits.allow(least) && !limits.allow(least.plus(setAside))) {
      wait();
      least = spent.plus(request).plus(estimate);
    }
    List<String> excess = limits.excess(least);
    if (!excess.isEmpty()) {
      throw new SpentException("the budget of " + String.join(" and of ", excess) + " is spent");
    }
    spent = spent.plus(request);
    setAside = setAside.plus(estimate);
    return new Reservation(estimate);
  }

  private synchronized void settle(Spending estimate, Spending actual) {
    setAside = setAside.minus(estimate);
    spent = spent.plus(actual);
    notifyAll();
  }
}
