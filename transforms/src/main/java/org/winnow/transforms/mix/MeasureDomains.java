package org.winnow.transforms.mix;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;

/** How much each domain has, in rows or tokens; a domain that has nothing does not occur. */
final class MeasureDomains
    extends PTransform<PCollection<CorpusBatch>, PCollectionView<Map<String, Long>>> {
  private final MixUnit unit;

  MeasureDomains(MixUnit unit) {
    this.unit = unit;
  }

  @Override
  public PCollectionView<Map<String, Long>> expand(PCollection<CorpusBatch> corpus) {
    return corpus
        .apply("Measure batches", ParDo.of(new MeasureBatch(unit)))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of()))
        .apply("Sum measures", Sum.longsPerKey())
        .apply("View sizes", View.asMap());
  }

  private static final class MeasureBatch extends DoFn<CorpusBatch, KV<String, Long>> {
    private final MixUnit unit;

    MeasureBatch(MixUnit unit) {
      this.unit = unit;
    }

    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, Long>> out) {
      Map<String, Long> sums = new TreeMap<>();
      List<String> domains = batch.domains();
      long[] measures = unit.measure(batch);
      for (int row = 0; row < measures.length; row++) {
        if (measures[row] > 0) {
          sums.merge(domains.get(row), measures[row], Long::sum);
        }
      }
      sums.forEach((domain, sum) -> out.output(KV.of(domain, sum)));
    }
  }
}
