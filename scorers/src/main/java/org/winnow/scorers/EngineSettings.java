package org.winnow.scorers;

/**
 * How an engine uses the machine. Worker threads change no bit of a result; the budgets change
 * rounding in the last digits, so pipelines leave them alone.
 *
 * @param workers micro-batches that are scored at once
 * @param tokenBudget most tokens of a micro-batch, padding included
 * @param logitBudget most logits that one worker holds at once
 * @param activationBudget bytes that one worker may keep for a backward pass, as far as single
 *     layers fit; where all layers need more, a few at a time are computed once more
 */
public record EngineSettings(int workers, int tokenBudget, int logitBudget, long activationBudget) {
  private static final int TOKEN_BUDGET = 1024;
  private static final int GPU_TOKEN_BUDGET = 8192;
  private static final int GPU_WORKERS = 2;
  private static final int LOGIT_BUDGET = 8 << 20;
  private static final long ACTIVATION_BUDGET = 2L << 30;
  private static final long GPU_ACTIVATION_BUDGET = 16L << 30;

  public EngineSettings {
    if (workers < 1 || tokenBudget < 1 || logitBudget < 1 || activationBudget < 1) {
      throw new IllegalArgumentException(
          "engine settings must be >= 1, got "
              + workers
              + " workers, "
              + tokenBudget
              + " tokens, "
              + logitBudget
              + " logits, "
              + activationBudget
              + " bytes of activations");
    }
  }

  /**
   * What suits a kind of device. CPU: one worker for each processor. GPU: large micro-batches, and
   * two workers, so that one prepares work while the other one's is done.
   */
  public static EngineSettings standard(DeviceKind device) {
    int processors = Runtime.getRuntime().availableProcessors();
    return switch (device) {
      case CPU -> withWorkers(processors);
      case GPU ->
          new EngineSettings(
              Math.min(GPU_WORKERS, processors),
              GPU_TOKEN_BUDGET,
              LOGIT_BUDGET,
              GPU_ACTIVATION_BUDGET);
    };
  }

  /** The CPU's budgets with that many workers. */
  public static EngineSettings withWorkers(int workers) {
    return new EngineSettings(workers, TOKEN_BUDGET, LOGIT_BUDGET, ACTIVATION_BUDGET);
  }
}
