package org.winnow.scorers;

/**
 * How an engine uses the machine. Worker threads change no bit of a result; the two budgets change
 * rounding in the last digits, so pipelines leave them alone.
 *
 * @param workers micro-batches that are scored at once
 * @param tokenBudget most tokens of a micro-batch, padding included
 * @param logitBudget most logits that one worker holds at once
 */
public record EngineSettings(int workers, int tokenBudget, int logitBudget) {
  private static final int TOKEN_BUDGET = 1024;
  private static final int LOGIT_BUDGET = 8 << 20;

  public EngineSettings {
    if (workers < 1 || tokenBudget < 1 || logitBudget < 1) {
      throw new IllegalArgumentException(
          "engine settings must be >= 1, got "
              + workers
              + " workers, "
              + tokenBudget
              + " tokens, "
              + logitBudget
              + " logits");
    }
  }

  /** One worker for each processor. */
  public static EngineSettings standard() {
    return withWorkers(Runtime.getRuntime().availableProcessors());
  }

  /** The standard budgets with that many workers. */
  public static EngineSettings withWorkers(int workers) {
    return new EngineSettings(workers, TOKEN_BUDGET, LOGIT_BUDGET);
  }
}
