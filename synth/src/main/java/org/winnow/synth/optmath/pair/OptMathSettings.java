package org.winnow.synth.optmath.pair;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.winnow.synth.optmath.complexity.Tier;
import org.winnow.synth.optmath.problems.ParameterRanges;
import org.winnow.synth.optmath.problems.ProblemClass;
import org.winnow.synth.optmath.problems.ProblemClasses;
import org.winnow.synth.optmath.solve.SolveLimits;

/**
 * What {@link OptMath} may be told.
 *
 * @param seed the recipe's seed
 * @param instances to draw, over all cells, from 1
 * @param classes of problems, each once
 * @param tiers of complexity, each once; none for instances as the ranges make them
 * @param ranges of parameters, by class; the default ranges for a class that is not there
 * @param samples instances that the search for a tier's parameters solves for each choice, from 1
 * @param limits of the solvers
 */
public record OptMathSettings(
    long seed,
    int instances,
    List<ProblemClass> classes,
    List<Tier> tiers,
    Map<String, ParameterRanges> ranges,
    int samples,
    SolveLimits limits) {
  private static final int SAMPLES = 5;

  public OptMathSettings {
    classes = List.copyOf(classes);
    tiers = List.copyOf(tiers);
    ranges = Map.copyOf(ranges);
    requireNonNull(limits, "limits is null");
    if (instances < 1 || samples < 1) {
      throw new IllegalArgumentException(
          "instances and samples must be >= 1, got " + instances + " and " + samples);
    }
    if (classes.isEmpty()
        || new HashSet<>(classes).size() < classes.size()
        || new HashSet<>(tiers).size() < tiers.size()) {
      throw new IllegalArgumentException(
          "expected some classes, and classes and tiers once each, got " + classes + " " + tiers);
    }
  }

  /** All classes with their default ranges, no tiers, 5 samples, {@link SolveLimits#STANDARD}. */
  public static OptMathSettings of(long seed, int instances) {
    return new OptMathSettings(
        seed, instances, ProblemClasses.ALL, List.of(), Map.of(), SAMPLES, SolveLimits.STANDARD);
  }

  /** The same with other classes. */
  public OptMathSettings withClasses(List<ProblemClass> other) {
    return new OptMathSettings(seed, instances, other, tiers, ranges, samples, limits);
  }

  /** The same with other tiers. */
  public OptMathSettings withTiers(List<Tier> other) {
    return new OptMathSettings(seed, instances, classes, other, ranges, samples, limits);
  }

  /** The same with other ranges. */
  public OptMathSettings withRanges(Map<String, ParameterRanges> other) {
    return new OptMathSettings(seed, instances, classes, tiers, other, samples, limits);
  }

  /** The same with other limits of the solvers. */
  public OptMathSettings withLimits(SolveLimits other) {
    return new OptMathSettings(seed, instances, classes, tiers, ranges, samples, other);
  }

  /** All classes in the first tier, then all in the next. */
  public List<Cell> cells() {
    if (tiers.isEmpty()) {
      return classes.stream().map(problem -> new Cell(problem, Optional.empty())).toList();
    }
    return tiers.stream()
        .flatMap(tier -> classes.stream().map(problem -> new Cell(problem, Optional.of(tier))))
        .toList();
  }

  /**
   * The instances of all cells, in order: as many in each, and one more in the first ones where it
   * does not come out even; none in a cell for which there is none left.
   *
   * @param most instances in a share; a larger number of a cell becomes several shares
   */
  public List<Share> shares(int most) {
    List<Cell> cells = cells();
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      int count = instances / cells.size() + (i < instances % cells.size() ? 1 : 0);
      for (int first = 0; first < count; first += most) {
        shares.add(new Share(cells.get(i), first, Math.min(most, count - first)));
      }
    }
    return shares;
  }

  /** The ranges of a class that are in use. */
  public ParameterRanges rangesOf(ProblemClass problem) {
    return ranges.getOrDefault(problem.name(), problem.parameters());
  }
}
