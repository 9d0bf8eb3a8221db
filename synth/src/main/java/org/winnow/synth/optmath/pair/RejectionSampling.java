package org.winnow.synth.optmath.pair;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.winnow.schemas.Seeds;
import org.winnow.synth.optmath.NumberCoverage;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.NumberText;
import org.winnow.synth.optmath.model.Variable;
import org.winnow.synth.optmath.problems.ProblemInstance;
import org.winnow.synth.optmath.solve.Engine;
import org.winnow.synth.optmath.solve.MilpSolver;
import org.winnow.synth.optmath.solve.Optima;
import org.winnow.synth.optmath.solve.Outcome;
import org.winnow.synth.optmath.solve.SolveLimits;

/**
 * Takes a model that was made from words alone only if it is the instance's problem again, as far
 * as optima can tell (section 4.3 of the paper, with more to agree on). It has to have
 *
 * <ul>
 *   <li>the same sense,
 *   <li>the same optimum, by another engine: {@link Engine#SCIP} solved the instance, {@link
 *       Engine#HIGHS} solves the candidate,
 *   <li>as many binary, integer and continuous variables, where a whole one between 0 and 1 counts
 *       as binary,
 *   <li>the same optimum, or none in the same way, after a number of the problem is changed
 *       wherever either model has it; up to two such changes, each by itself.
 * </ul>
 *
 * <p>Optima agree if |c - r| / (|r| + 1) is at most 10^-6, where r is the instance's, as {@link
 * Optima} has it: relative for large optima, and absolute near 0, where a relative difference has
 * no meaning. 0 is an optimum like others. Nothing is rounded, no sense is turned, no type relaxed.
 *
 * <p>Numbers are changed in the order of a hash of seed, instance and number. Changes that leave
 * the instance's own optimum as it is tell nothing, and neither do those after which it is not
 * solved; these are passed over. At most six are tried, so there may be fewer than two.
 *
 * <p>What is wrongly rejected: models with auxiliary variables, with equal variables merged, or
 * with another type that comes to the same optimum; rows that are scaled, and percentages written
 * as fractions, if one of their numbers is changed; numbers that were added up before they were
 * written. What is wrongly accepted: models without a row that binds neither before nor after the
 * changes, and models that differ in 0 and 1 only, if these do not matter either.
 */
public final class RejectionSampling {
  /** Changes after which both models have to agree, if there are as many that tell something. */
  public static final int PERTURBATIONS = 2;

  private static final int MAX_TRIED = 6;

  private final long seed;
  private final MilpSolver instances;
  private final MilpSolver candidates;

  /**
   * A comparison.
   *
   * @param seed the recipe's seed
   * @param limits of both engines
   */
  public RejectionSampling(long seed, SolveLimits limits) {
    this.seed = seed;
    instances = new MilpSolver(Engine.SCIP, limits);
    candidates = new MilpSolver(Engine.HIGHS, limits);
  }

  /** Compares a model that was made from an instance's words with the instance. */
  public Comparison compare(ProblemInstance instance, Model candidate) {
    Model reference = instance.model();
    if (candidate.sense() != reference.sense()) {
      return Comparison.differ(
          Mismatch.SENSE, expected(reference.sense().name(), candidate.sense().name()), 0);
    }
    Outcome outcome = candidates.solve(candidate);
    if (isUndecided(outcome)) {
      return Comparison.differ(Mismatch.NOT_SOLVED, expected("an optimum", shown(outcome)), 0);
    }
    Outcome known = new Outcome.Optimal(instance.solution());
    if (outcome.optimum().isEmpty()) {
      return Comparison.differ(Mismatch.NOT_OPTIMAL, expected(shown(known), shown(outcome)), 0);
    }
    if (!agree(outcome, known)) {
      return Comparison.differ(Mismatch.OPTIMUM, expected(shown(known), shown(outcome)), 0);
    }
    Map<String, Integer> types = types(reference);
    if (!types(candidate).equals(types)) {
      return Comparison.differ(
          Mismatch.VARIABLE_TYPES, expected(types.toString(), types(candidate).toString()), 0);
    }
    return perturb(instance, candidate, known);
  }

  private Comparison perturb(ProblemInstance instance, Model candidate, Outcome known) {
    int agreed = 0;
    for (double number : tried(instance)) {
      if (agreed == PERTURBATIONS) {
        break;
      }
      Perturbation change = Perturbation.of(number, instance.model(), candidate);
      Outcome reference = solve(instances, change, instance.model());
      if (isUndecided(reference) || agree(reference, known)) {
        continue;
      }
      Outcome outcome = solve(candidates, change, candidate);
      if (!agree(outcome, reference)) {
        Mismatch mismatch =
            isUndecided(outcome) ? Mismatch.PERTURBED_NOT_SOLVED : Mismatch.PERTURBED_OPTIMUM;
        String evidence =
            NumberText.of(number)
                + " changed to "
                + NumberText.of(change.to())
                + ": "
                + expected(shown(reference), shown(outcome));
        return Comparison.differ(mismatch, evidence, agreed);
      }
      agreed++;
    }
    return Comparison.agreed(agreed);
  }

  private List<Double> tried(ProblemInstance instance) {
    return NumberCoverage.numbers(instance.model()).stream()
        .sorted(
            Comparator.comparing(
                number ->
                    Seeds.bits(
                        seed,
                        "optmath.compare",
                        instance.problem().name() + "/" + instance.id(),
                        NumberText.of(number))))
        .limit(MAX_TRIED)
        .toList();
  }

  private static Outcome solve(MilpSolver solver, Perturbation change, Model model) {
    Optional<Model> changed = change.in(model);
    return changed.isPresent() ? solver.solve(changed.get()) : new Outcome.Infeasible();
  }

  private static boolean isUndecided(Outcome outcome) {
    return outcome instanceof Outcome.LimitReached || outcome instanceof Outcome.Failed;
  }

  /** Whether both have no optimum in the same way, or optima that agree. */
  private static boolean agree(Outcome found, Outcome expected) {
    if (found.optimum().isPresent() && expected.optimum().isPresent()) {
      return Optima.agree(found.optimum().get().objective(), expected.optimum().get().objective());
    }
    return found.label().equals(expected.label());
  }

  private static Map<String, Integer> types(Model model) {
    Map<String, Integer> types = new TreeMap<>(Map.of("binary", 0, "integer", 0, "continuous", 0));
    for (Variable variable : model.variables()) {
      String whole = variable.isZeroOrOne() ? "binary" : "integer";
      types.merge(variable.isWhole() ? whole : "continuous", 1, Integer::sum);
    }
    return types;
  }

  private static String shown(Outcome outcome) {
    if (outcome.optimum().isPresent()) {
      return "optimum " + NumberText.of(outcome.optimum().get().objective());
    }
    return outcome instanceof Outcome.Failed failed ? failed.reason() : outcome.label();
  }

  private static String expected(String expected, String found) {
    return "expected " + expected + ", found " + found;
  }
}
