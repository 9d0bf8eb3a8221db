package org.winnow.pipelines.steps;

import java.util.List;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.read.InputFile;
import org.winnow.transforms.read.ReadTarget;
import org.winnow.transforms.score.ScoreCorpus;

/**
 * Files that a step compares the corpus with, read and scored as the corpus is: with equal plans,
 * so that one model is loaded for both, and from the score store where they are known.
 *
 * <p>Rows that cannot be read or scored are rejections of the step.
 */
final class ScoredTarget extends PTransform<PBegin, StepResult> {
  private final String step;
  private final List<InputFile> files;
  private final ScoreInTurn scoring;

  /**
   * The files of a step.
   *
   * @param step the step's name in this run
   * @param scorings how they are scored, at least one
   */
  ScoredTarget(String step, List<InputFile> files, List<ScoreCorpus> scorings) {
    this.step = step;
    this.files = List.copyOf(files);
    this.scoring = new ScoreInTurn(scorings);
  }

  @Override
  public StepResult expand(PBegin begin) {
    StepResult read = begin.apply("Read", new ReadTarget(step, files));
    StepResult scored = read.kept().apply("Score", scoring);
    PCollection<Rejection> rejected =
        PCollectionList.of(read.rejected())
            .and(scored.rejected())
            .apply("Bring rejections together", Flatten.pCollections())
            .setCoder(RejectionCoder.of());
    return new StepResult(scored.kept(), rejected);
  }
}
