package org.winnow.synth.optmath.solve;

import java.util.Optional;

/** What became of a model. */
public sealed interface Outcome {
  /** A word for counting: {@code optimal}, {@code infeasible} and so on. */
  String label();

  /** The optimal solution, if this is one. */
  default Optional<Solution> optimum() {
    return Optional.empty();
  }

  /**
   * No values are better than these.
   *
   * @param solution checked against the model
   */
  record Optimal(Solution solution) implements Outcome {
    @Override
    public String label() {
      return "optimal";
    }

    @Override
    public Optional<Solution> optimum() {
      return Optional.of(solution);
    }
  }

  /** No values satisfy the rows and bounds. */
  record Infeasible() implements Outcome {
    @Override
    public String label() {
      return "infeasible";
    }
  }

  /** There are always better values. */
  record Unbounded() implements Outcome {
    @Override
    public String label() {
      return "unbounded";
    }
  }

  /**
   * The solver was stopped.
   *
   * @param best the best values so far, checked against the model, if there were any
   */
  record LimitReached(Optional<Solution> best) implements Outcome {
    @Override
    public String label() {
      return "limit_reached";
    }
  }

  /**
   * The solver could not be asked, gave up, or gave values that do not satisfy the model.
   *
   * @param reason what was expected and what was found
   */
  record Failed(String reason) implements Outcome {
    @Override
    public String label() {
      return "failed";
    }
  }
}
