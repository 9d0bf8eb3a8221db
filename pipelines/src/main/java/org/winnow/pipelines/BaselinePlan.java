package org.winnow.pipelines;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.Problems;
import org.winnow.pipelines.recipe.StepSection;
import org.winnow.pipelines.steps.PreparedStep;

/**
 * The twin of a dataset that chance has chosen.
 *
 * @param step label of the step whose incoming rows are drawn from
 * @param scoreColumns the score columns of these rows, in order
 */
public record BaselinePlan(String step, List<String> scoreColumns) {
  public BaselinePlan {
    scoreColumns = List.copyOf(scoreColumns);
  }

  /** The twin that the steps ask for; notes a problem if more than one of them does. */
  static Optional<BaselinePlan> of(
      List<StepSection> sections, List<PreparedStep> steps, Problems problems) {
    List<StepSection> asking =
        sections.stream().filter(section -> section.spec().hasBaseline()).toList();
    for (StepSection section : asking.stream().skip(1).toList()) {
      problems.add(
          section.where() + ".baseline",
          "a dataset has one baseline, and " + asking.get(0).where() + " writes it");
    }
    return asking.stream()
        .findFirst()
        .map(section -> new BaselinePlan(section.label(), columnsBefore(section.label(), steps)));
  }

  private static List<String> columnsBefore(String label, List<PreparedStep> steps) {
    List<String> columns = new ArrayList<>();
    for (PreparedStep step : steps) {
      if (step.label().equals(label)) {
        break;
      }
      step.addedColumns().stream().filter(c -> !columns.contains(c)).forEach(columns::add);
      columns.removeAll(step.droppedColumns());
    }
    return columns;
  }
}
