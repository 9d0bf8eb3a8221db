package org.winnow.transforms;

import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.coders.VarLongCoder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Sum;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.rank.RankBlock;

/** Counts rows, exactly; only counts are shuffled. */
public final class CountRows {
  private static final KvCoder<String, Long> CODER =
      KvCoder.of(StringUtf8Coder.of(), VarLongCoder.of());

  private CountRows() {}

  /** Rows of each domain; a domain without rows does not occur. */
  public static final class InDomains
      extends PTransform<PCollection<CorpusBatch>, PCollection<KV<String, Long>>> {
    @Override
    public PCollection<KV<String, Long>> expand(PCollection<CorpusBatch> corpus) {
      return corpus
          .apply("Count rows of batch", ParDo.of(new CountBatch()))
          .setCoder(CODER)
          .apply("Sum rows", Sum.longsPerKey());
    }
  }

  /** Rows of each group of sort keys. */
  public static final class InGroups
      extends PTransform<PCollection<RankBlock>, PCollection<KV<String, Long>>> {
    @Override
    public PCollection<KV<String, Long>> expand(PCollection<RankBlock> blocks) {
      return blocks
          .apply("Count keys of block", ParDo.of(new CountBlock()))
          .setCoder(CODER)
          .apply("Sum keys", Sum.longsPerKey());
    }
  }

  private static final class CountBatch extends DoFn<CorpusBatch, KV<String, Long>> {
    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, Long>> out) {
      Map<String, Long> counts = new TreeMap<>();
      for (String domain : batch.domains()) {
        counts.merge(domain, 1L, Long::sum);
      }
      counts.forEach((domain, rows) -> out.output(KV.of(domain, rows)));
    }
  }

  private static final class CountBlock extends DoFn<RankBlock, KV<String, Long>> {
    @ProcessElement
    public void process(@Element RankBlock block, OutputReceiver<KV<String, Long>> out) {
      Map<String, Long> counts = new TreeMap<>();
      for (int row = 0; row < block.rows(); row++) {
        counts.merge(block.group(row), 1L, Long::sum);
      }
      counts.forEach((group, rows) -> out.output(KV.of(group, rows)));
    }
  }
}
