package org.winnow.pipelines.steps;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.Problems;
import org.winnow.scorers.GradientSketchScorer;
import org.winnow.scorers.ModelSpec;
import org.winnow.scorers.ScoreColumn;
import org.winnow.scorers.ScoringPlan;

/**
 * What a step can know when the plan is made.
 *
 * @param seed the recipe's seed
 * @param folder where relative paths in the recipe begin
 * @param inputBytes size of all input files on disk
 * @param model the recipe's model
 * @param store folder of the score store
 * @param columns score columns that earlier steps add, in order
 * @param sketching what the last score step with gradient_sketch scores with
 * @param problems where problems are noted
 */
public record PlanContext(
    long seed,
    Path folder,
    long inputBytes,
    Optional<ModelSpec> model,
    Path store,
    List<String> columns,
    Optional<ScoringPlan> sketching,
    Problems problems) {
  public PlanContext {
    columns = List.copyOf(columns);
  }

  /** The context of the first step. */
  public static PlanContext first(
      long seed,
      Path folder,
      long inputBytes,
      Optional<ModelSpec> model,
      Path store,
      Problems problems) {
    return new PlanContext(
        seed, folder, inputBytes, model, store, List.of(), Optional.empty(), problems);
  }

  /** The checkpoint that a recipe names: one that is built in, or a folder. */
  String checkpoint(String written) {
    return written.startsWith("builtin:") ? written : folder.resolve(written).toString();
  }

  /** Notes a problem if no earlier step adds {@code column}. */
  public void needColumn(String where, String column) {
    if (!columns.contains(column)) {
      problems.add(
          where,
          "no step before this one adds the column '"
              + column
              + "'; columns here: "
              + (columns.isEmpty() ? "none, add a score step before" : String.join(", ", columns)));
    }
  }

  /**
   * The columns that earlier steps add and whose names begin with {@code prefix}, in order; notes a
   * problem if there is none.
   */
  public List<String> needColumnsFrom(String where, String prefix) {
    List<String> found = columns.stream().filter(column -> column.startsWith(prefix)).toList();
    if (found.isEmpty()) {
      problems.add(
          where,
          "no step before this one adds columns whose names begin with '"
              + prefix
              + "'"
              + (prefix.startsWith(GradientSketchScorer.PREFIX)
                  ? "; add gradient_sketch to the scorers of a score step, and keep_features: true"
                      + " to the steps between that use them"
                  : ""));
    }
    return found;
  }

  /** The context after {@code step}. */
  public PlanContext after(PreparedStep step) {
    List<String> all = new ArrayList<>(columns);
    for (String column : step.addedColumns()) {
      if (!all.contains(column)) {
        all.add(column);
      }
    }
    all.removeAll(step.droppedColumns());
    Optional<ScoringPlan> sketches =
        step.scoring().stream()
            .filter(plan -> sketchColumns(plan).stream().anyMatch(step.addedColumns()::contains))
            .findFirst()
            .or(() -> sketching);
    return new PlanContext(seed, folder, inputBytes, model, store, all, sketches, problems);
  }

  /** The columns of the gradient sketch among those that a plan makes. */
  static List<String> sketchColumns(ScoringPlan plan) {
    return plan.columns().stream()
        .map(ScoreColumn::name)
        .filter(name -> name.startsWith(GradientSketchScorer.PREFIX))
        .toList();
  }
}
