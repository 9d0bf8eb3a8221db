package org.winnow.synth.optmath.pair;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;
import org.winnow.synth.optmath.complexity.Tier;
import org.winnow.synth.optmath.problems.ProblemClass;

/**
 * A class of problems in a tier of complexity.
 *
 * @param problem the class
 * @param tier how complex instances shall be; without one they are as the ranges make them
 */
public record Cell(ProblemClass problem, Optional<Tier> tier) {
  public Cell {
    requireNonNull(problem, "problem is null");
  }

  /** The tier's name in snake_case, if there is one. */
  public Optional<String> tierLabel() {
    return tier.map(t -> t.name().toLowerCase(Locale.ROOT));
  }

  /**
   * The name of one of its instances: {@code knapsack-easy-7}, without a tier {@code knapsack-7}.
   */
  public String instanceId(int number) {
    return problem.name() + tierLabel().map(label -> "-" + label).orElse("") + "-" + number;
  }
}
