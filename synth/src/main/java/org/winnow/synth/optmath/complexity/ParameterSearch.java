package org.winnow.synth.optmath.complexity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.winnow.synth.optmath.problems.ParameterRanges;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.Outcome;

/**
 * Looks for parameters whose instances are as complex as a {@link Tier} asks for: Algorithm 1 of
 * the paper, with bisection in place of a language model.
 *
 * <p>All sizes are multiplied by one factor. Parameters are accepted if the mean complexity of some
 * instances is in the tier, and if enough of these instances are solved to optimality within the
 * solver's limits; the bound on the solver's work is its number of nodes. The result is a function
 * of the arguments, unless the solver runs out of time.
 *
 * @param solver solves the instances, and has the limits
 * @param weights of the complexity
 * @param samples instances for each choice, at least 1
 * @param leastOptimal least share of the instances that have to be solved, in [0, 1]
 * @param seed the recipe's seed
 */
public record ParameterSearch(
    MilpSolver solver, ComplexityWeights weights, int samples, double leastOptimal, long seed) {
  /** Most choices. Factors are a power of 2 at first, and 2^(1/128) apart in the end. */
  private static final int MAX_TRIALS = 14;

  /** Greatest factor, and the inverse of the least one. */
  private static final double MAX_FACTOR = 64;

  public ParameterSearch {
    if (samples < 1) {
      throw new IllegalArgumentException("samples must be >= 1, got " + samples);
    }
    if (!(leastOptimal >= 0 && leastOptimal <= 1)) {
      throw new IllegalArgumentException("leastOptimal must be in [0, 1], got " + leastOptimal);
    }
  }

  /** Looks for parameters of a class, from its default ranges on. */
  public SearchResult find(ProblemClass problem, Tier tier) {
    return find(problem, problem.parameters(), tier);
  }

  /**
   * Looks for parameters of a class.
   *
   * @param start the ranges whose sizes are multiplied
   */
  public SearchResult find(ProblemClass problem, ParameterRanges start, Tier tier) {
    List<SearchTrial> trials = new ArrayList<>();
    double tooSmall = 0;
    double tooLarge = Double.POSITIVE_INFINITY;
    double factor = 1;
    while (trials.size() < MAX_TRIALS && factor <= MAX_FACTOR && factor >= 1 / MAX_FACTOR) {
      ParameterRanges ranges = start.scaled(factor);
      SearchTrial trial = trial(problem, ranges, factor, tier);
      trials.add(trial);
      boolean isSolved = trial.outcomes().getOrDefault("optimal", 0) >= needed();
      if (isSolved && tier.contains(trial.meanScore())) {
        return new SearchResult(Optional.of(ranges), trials);
      }
      // Instances of the right size that are not solved are too large as well.
      if (trial.meanScore() < tier.least()) {
        tooSmall = factor;
      } else {
        tooLarge = factor;
      }
      factor = next(tooSmall, tooLarge);
    }
    return new SearchResult(Optional.empty(), trials);
  }

  int needed() {
    return needed(leastOptimal, samples);
  }

  /** How many instances have to be solved; a share such as 0.28 of 25 is 7, and not 7.000...1. */
  static int needed(double leastOptimal, int samples) {
    return BigDecimal.valueOf(leastOptimal)
        .multiply(BigDecimal.valueOf(samples))
        .setScale(0, RoundingMode.CEILING)
        .intValueExact();
  }

  private static double next(double tooSmall, double tooLarge) {
    if (Double.isInfinite(tooLarge)) {
      return tooSmall * 2;
    }
    return tooSmall == 0 ? tooLarge / 2 : Math.sqrt(tooSmall * tooLarge);
  }

  private SearchTrial trial(
      ProblemClass problem, ParameterRanges ranges, double factor, Tier tier) {
    List<String> ids = IntStream.range(0, samples).mapToObj(i -> "search-" + i).toList();
    double total = 0;
    for (String id : ids) {
      total += weights.score(ModelShape.of(problem.model(problem.draw(ranges, seed, id))));
    }
    double mean = total / samples;
    return new SearchTrial(
        factor, mean, tier.contains(mean) ? outcomes(problem, ranges, ids) : new TreeMap<>());
  }

  /** Ends as soon as too many are not solved, because these are the ones that take long. */
  private SortedMap<String, Integer> outcomes(
      ProblemClass problem, ParameterRanges ranges, List<String> ids) {
    SortedMap<String, Integer> outcomes = new TreeMap<>();
    int unsolved = 0;
    for (String id : ids) {
      Outcome outcome = solver.solve(problem.model(problem.draw(ranges, seed, id)));
      outcomes.merge(outcome.label(), 1, Integer::sum);
      unsolved += outcome.optimum().isPresent() ? 0 : 1;
      if (samples - unsolved < needed()) {
        break;
      }
    }
    return outcomes;
  }
}
