package org.winnow.pipelines.steps;

import java.util.Optional;
import org.apache.beam.sdk.transforms.Flatten;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionList;
import org.winnow.schemas.CorpusBatch;
import org.winnow.scorers.ScoringPlan;
import org.winnow.transforms.RejectionCoder;
import org.winnow.transforms.StepResult;
import org.winnow.transforms.mix.MixDomains;
import org.winnow.transforms.mix.WeighDomains;
import org.winnow.transforms.score.ScoreCorpus;

/** Counts tokens where the mixture needs them and no earlier step did, and mixes. */
final class MixTransform extends PTransform<PCollection<CorpusBatch>, StepResult> {
  private final transient MixStep spec;
  private final transient Optional<ScoreCorpus> counting;
  private final String label;
  private final long seed;

  MixTransform(MixStep spec, String label, PlanContext context, Optional<ScoringPlan> counting) {
    this.spec = spec;
    this.label = label;
    this.seed = context.seed();
    this.counting = counting.map(plan -> new ScoreCorpus(label, plan, context.store()));
  }

  /** What is mixed, and how. */
  MixStep spec() {
    return spec;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    if (counting.isEmpty()) {
      return corpus.apply("Mix", mix());
    }
    StepResult counted = corpus.apply("Count tokens", counting.get());
    StepResult mixed = counted.kept().apply("Mix", mix());
    return new StepResult(
        mixed.kept(),
        PCollectionList.of(counted.rejected())
            .and(mixed.rejected())
            .apply("Bring rejections together", Flatten.pCollections())
            .setCoder(RejectionCoder.of()));
  }

  private PTransform<PCollection<CorpusBatch>, StepResult> mix() {
    return switch (spec.export()) {
      case ROWS -> new MixDomains(label, seed, spec.rule(), spec.unit());
      case WEIGHTS -> new WeighDomains(spec.rule(), spec.unit());
    };
  }
}
