package org.winnow.pipelines.steps;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.score.ScoreCorpus;

/** Scores rows several times. A row that one scoring rejects does not come to the next. */
final class ScoreInTurn extends PTransform<PCollection<CorpusBatch>, StepResult> {
  private final List<ScoreCorpus> scorings;

  /** Scorings in their order, at least one. */
  ScoreInTurn(List<ScoreCorpus> scorings) {
    this.scorings = List.copyOf(scorings);
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollection<CorpusBatch> kept = corpus;
    List<PCollection<Rejection>> rejected = new ArrayList<>();
    for (int i = 0; i < scorings.size(); i++) {
      StepResult scored = kept.apply("Score by checkpoint " + (i + 1), scorings.get(i));
      kept = scored.kept();
      rejected.add(scored.rejected());
    }
    return new StepResult(
        kept,
        PCollectionList.of(rejected)
            .apply("Bring unscorable rows together", Flatten.pCollections())
            .setCoder(RejectionCoder.of()));
  }
}
