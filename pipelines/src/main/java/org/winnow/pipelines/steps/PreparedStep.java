package org.winnow.pipelines.steps;

import java.util.List;
import java.util.Optional;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.winnow.schemas.CorpusBatch;
import org.winnow.scorers.ScoringPlan;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.read.InputFile;

/**
 * A step that can be built into a pipeline.
 *
 * @param label the step's name in this run: in rejections, counts and the graph
 * @param summary what it does with its options, for a plan
 * @param addedColumns score columns that it adds, in order
 * @param droppedColumns score columns that it takes away
 * @param scoring what it scores the rows with, one after the other; empty if it does not score
 * @param targets files beside the corpus that it reads to compare rows with
 * @param forecast how many rows it leaves
 * @param mixes whether it changes the proportions of domains, possibly by repeating rows
 * @param transform the step itself
 */
public record PreparedStep(
    String label,
    String summary,
    List<String> addedColumns,
    List<String> droppedColumns,
    List<ScoringPlan> scoring,
    List<InputFile> targets,
    RowForecast forecast,
    boolean mixes,
    PTransform<PCollection<CorpusBatch>, StepResult> transform) {
  public PreparedStep {
    addedColumns = List.copyOf(addedColumns);
    droppedColumns = List.copyOf(droppedColumns);
    scoring = List.copyOf(scoring);
    targets = List.copyOf(targets);
  }

  /** A step that takes no column away and reads nothing but the corpus. */
  public PreparedStep(
      String label,
      String summary,
      List<String> addedColumns,
      List<ScoringPlan> scoring,
      RowForecast forecast,
      boolean mixes,
      PTransform<PCollection<CorpusBatch>, StepResult> transform) {
    this(label, summary, addedColumns, List.of(), scoring, List.of(), forecast, mixes, transform);
  }

  /** The mixture that the step makes; empty if it makes none. */
  public Optional<MixStep> mixture() {
    return transform instanceof MixTransform mix ? Optional.of(mix.spec()) : Optional.empty();
  }
}
