package org.winnow.pipelines.steps;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.Problems;
import org.winnow.scorers.GradientSketchScorer;
import org.winnow.scorers.ModelSpec;

/**
 * What a step can know when the plan is made.
 *
 * @param seed the recipe's seed
 * @param folder where relative paths in the recipe begin
 * @param inputBytes size of all input files on disk
 * @param model the recipe's model
 * @param store folder of the score store
 * @param columns score columns that earlier steps add, in order
 * @param problems where problems are noted
 */
public record PlanContext(
    long seed,
    Path folder,
    long inputBytes,
    Optional<ModelSpec> model,
    Path store,
    List<String> columns,
    Problems problems) {
  public PlanContext {
    columns = List.copyOf(columns);
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
                  ? "; add gradient_sketch to the scorers of a score step before"
                  : ""));
    }
    return found;
  }

  /** The context of the next step, after one that adds and then drops these columns. */
  PlanContext with(List<String> added, List<String> dropped) {
    List<String> all = new ArrayList<>(columns);
    for (String column : added) {
      if (!all.contains(column)) {
        all.add(column);
      }
    }
    all.removeAll(dropped);
    return new PlanContext(seed, folder, inputBytes, model, store, all, problems);
  }

  /** The context after {@code step}. */
  public PlanContext after(PreparedStep step) {
    return with(step.addedColumns(), step.droppedColumns());
  }
}
