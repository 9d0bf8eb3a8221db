package org.winnow.synth.optmath.solve;

import com.google.ortools.Loader;
import com.google.ortools.modelbuilder.ModelBuilder;
import com.google.ortools.modelbuilder.ModelBuilderHelper;
import com.google.ortools.modelbuilder.ModelSolver;
import com.google.ortools.modelbuilder.SolveStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.winnow.synth.optmath.model.Model;
import org.winnow.synth.optmath.model.Relation;
import org.winnow.synth.optmath.model.Row;
import org.winnow.synth.optmath.model.Sense;
import org.winnow.synth.optmath.model.Term;
import org.winnow.synth.optmath.model.Variable;

/**
 * Solves models in this process, on one thread and without chance: the same model and limits give
 * the same outcome, unless time runs out. Safe for use by several threads.
 *
 * <p>A solver's word is not taken for it: values are checked against the model and the objective is
 * computed from them. Models with numbers that a solver cannot compute with are not given to it.
 */
public final class MilpSolver {
  private final Engine engine;
  private final SolveLimits limits;

  /** A solver. Loads OR-Tools' native library, once for the process. */
  public MilpSolver(Engine engine, SolveLimits limits) {
    this.engine = engine;
    this.limits = limits;
    Loader.loadNativeLibraries();
  }

  /**
   * What becomes of a model. Returns when it is solved, or when a limit is reached; where a solver
   * says infeasible or unbounded, it is asked once more for which, within the limits again.
   */
  public Outcome solve(Model model) {
    Optional<String> refusal = ModelCheck.refusal(model);
    if (refusal.isPresent()) {
      return new Outcome.Failed(refusal.get());
    }
    Outcome outcome = ask(model);
    boolean hasObjective = !model.objective().isEmpty();
    if (hasObjective
        && (outcome instanceof Outcome.Infeasible || outcome instanceof Outcome.Unbounded)) {
      return told(model);
    }
    return outcome;
  }

  /** Solvers say one word for infeasible and unbounded; without an objective they differ. */
  private Outcome told(Model model) {
    Outcome outcome = ask(new Model(model.sense(), List.of(), 0, model.variables(), model.rows()));
    if (outcome instanceof Outcome.Optimal) {
      return ModelCheck.hasBoundedObjective(model)
          ? new Outcome.Failed(
              "expected one answer of "
                  + engine
                  + ", found that there are no values, and values without the objective")
          : new Outcome.Unbounded();
    }
    return outcome instanceof Outcome.LimitReached
        ? new Outcome.LimitReached(Optional.empty())
        : outcome;
  }

  private Outcome ask(Model model) {
    ModelBuilder copy = new ModelBuilder();
    ModelBuilderHelper helper = copy.getHelper();
    try {
      fill(helper, model);
      ModelSolver solver = new ModelSolver(engine.label());
      solver.enableOutput(false);
      solver.setTimeLimit(limits.time());
      solver.setSolverSpecificParameters(engine.parameters(limits));
      SolveStatus status = solver.solve(copy);
      Optional<Solution> solution = solution(model, copy, solver);
      return outcome(status, solution);
    } finally {
      helper.delete();
    }
  }

  private Outcome outcome(SolveStatus status, Optional<Solution> solution) {
    return switch (status) {
      case OPTIMAL ->
          solution
              .<Outcome>map(Outcome.Optimal::new)
              .orElseGet(
                  () ->
                      new Outcome.Failed(
                          "expected values that satisfy the model, found others, from " + engine));
      case INFEASIBLE -> new Outcome.Infeasible();
      case UNBOUNDED -> new Outcome.Unbounded();
      case FEASIBLE, NOT_SOLVED, UNKNOWN_STATUS, CANCELLED_BY_USER ->
          new Outcome.LimitReached(solution);
      case ABNORMAL,
          MODEL_IS_VALID,
          MODEL_INVALID,
          INVALID_SOLVER_PARAMETERS,
          SOLVER_TYPE_UNAVAILABLE,
          INCOMPATIBLE_OPTIONS ->
          new Outcome.Failed("expected an outcome of " + engine + ", found " + status);
    };
  }

  private static void fill(ModelBuilderHelper helper, Model model) {
    Map<String, Integer> columns = new HashMap<>();
    for (Variable variable : model.variables()) {
      int column = helper.addVar();
      columns.put(variable.name(), column);
      helper.setVarName(column, variable.name());
      helper.setVarIntegrality(column, variable.isWhole());
      helper.setVarLowerBound(column, variable.lower());
      helper.setVarUpperBound(column, variable.upper());
    }
    helper.setMaximize(model.sense() == Sense.MAXIMIZE);
    helper.setObjectiveOffset(model.constant());
    for (Term term : model.objective()) {
      helper.setVarObjectiveCoefficient(column(columns, term), term.coefficient());
    }
    for (Row row : model.rows()) {
      int index = helper.addLinearConstraint();
      helper.setConstraintName(index, row.name());
      helper.setConstraintLowerBound(
          index,
          row.relation() == Relation.LESS_OR_EQUAL ? Double.NEGATIVE_INFINITY : row.rightSide());
      helper.setConstraintUpperBound(
          index,
          row.relation() == Relation.GREATER_OR_EQUAL ? Double.POSITIVE_INFINITY : row.rightSide());
      for (Term term : row.terms()) {
        helper.addConstraintTerm(index, column(columns, term), term.coefficient());
      }
    }
  }

  private static int column(Map<String, Integer> columns, Term term) {
    return columns.getOrDefault(term.variable(), -1);
  }

  private static Optional<Solution> solution(Model model, ModelBuilder copy, ModelSolver solver) {
    if (!solver.hasSolution()) {
      return Optional.empty();
    }
    double[] values = new double[model.variables().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = solver.getValue(copy.varFromIndex(i));
    }
    return ModelCheck.solution(model, values);
  }
}
