package org.winnow.transforms.mix;

import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.CorpusBatchCoder;
import org.winnow.transforms.StepResult;

/**
 * The loss weights that stand for a mixture: keeps every row once and multiplies its training
 * weight by {@code w_i = p_i / p(i;1)} of its domain, as in "Upsample or Upweight?" (arXiv
 * 2410.04579), theorem 1. The factors have mean 1 over all rows, or tokens.
 */
public final class WeighDomains extends PTransform<PCollection<CorpusBatch>, StepResult> {
  private final MixRule rule;
  private final MixUnit unit;

  /**
   * A weighting.
   *
   * @param rule a mixture of one phase
   * @param unit of sizes
   */
  public WeighDomains(MixRule rule, MixUnit unit) {
    this.rule = rule;
    this.unit = unit;
  }

  @Override
  public StepResult expand(PCollection<CorpusBatch> corpus) {
    PCollectionView<Map<String, Long>> sizes = corpus.apply("Measure", new MeasureDomains(unit));
    return StepResult.keepingAll(
        corpus
            .apply("Multiply weights", ParDo.of(new Multiply(rule, sizes)).withSideInputs(sizes))
            .setCoder(CorpusBatchCoder.of()));
  }

  private static final class Multiply extends DoFn<CorpusBatch, CorpusBatch> {
    private final MixRule rule;
    private final PCollectionView<Map<String, Long>> sizes;

    Multiply(MixRule rule, PCollectionView<Map<String, Long>> sizes) {
      this.rule = rule;
      this.sizes = sizes;
    }

    @ProcessElement
    public void process(ProcessContext context) {
      CorpusBatch batch = context.element();
      Map<String, Double> factors = rule.of(context.sideInput(sizes)).weights();
      List<String> domains = batch.domains();
      double[] weights = batch.weights();
      for (int row = 0; row < weights.length; row++) {
        weights[row] *= factors.getOrDefault(domains.get(row), 1.0);
      }
      context.output(batch.withWeights(weights));
    }
  }
}
