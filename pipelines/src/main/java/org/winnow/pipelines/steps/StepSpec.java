package org.winnow.pipelines.steps;

import java.util.Optional;

/** What one step of a recipe does, as written; immutable. */
public interface StepSpec {
  /**
   * Makes the step ready to be built into a pipeline; notes problems that show only now, such as a
   * missing checkpoint or a column that no earlier step adds, and is empty after a problem that
   * leaves the columns of later steps unknown.
   *
   * @param where the step's place in the recipe
   * @param label the step's name in this run
   * @param context what is known before this step
   */
  Optional<PreparedStep> prepare(String where, String label, PlanContext context);

  /** Whether the step only adds scores: nothing is chosen, changed or drawn. */
  default boolean scores() {
    return false;
  }

  /** Whether a twin of the output is drawn by chance from the rows that enter this step. */
  default boolean hasBaseline() {
    return false;
  }
}
