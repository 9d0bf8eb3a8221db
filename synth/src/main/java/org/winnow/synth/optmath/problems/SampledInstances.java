package org.winnow.synth.optmath.problems;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.Outcome;

/**
 * Instances of a class, all of them solved; those without an optimum are left out and counted.
 *
 * @param accepted in order of their numbers
 * @param outcomes how many instances had which outcome, by its label; all together as many as were
 *     drawn
 */
public record SampledInstances(
    List<ProblemInstance> accepted, SortedMap<String, Integer> outcomes) {
  public SampledInstances {
    accepted = List.copyOf(accepted);
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
  }

  /**
   * Draws and solves instances.
   *
   * @param ranges of the class's parameters
   * @param seed the recipe's seed
   * @param ids names of the instances
   */
  public static SampledInstances draw(
      ProblemClass problem,
      ParameterRanges ranges,
      long seed,
      List<String> ids,
      MilpSolver solver) {
    List<ProblemInstance> accepted = new ArrayList<>();
    SortedMap<String, Integer> outcomes = new TreeMap<>();
    for (String id : ids) {
      ProblemData data = problem.draw(ranges, seed, id);
      Model model = problem.model(data);
      Outcome outcome = solver.solve(model);
      outcomes.merge(outcome.label(), 1, Integer::sum);
      outcome
          .optimum()
          .map(
              best -> new ProblemInstance(problem, id, data, model, problem.text().say(data), best))
          .ifPresent(accepted::add);
    }
    return new SampledInstances(accepted, outcomes);
  }
}
