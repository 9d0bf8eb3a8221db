package org.winnow.transforms.write;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import org.apache.beam.sdk.coders.BigDecimalCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.View;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;

/**
 * What training weights are multiplied by, so that their mean over the dataset is 1 whatever was
 * selected, mixed or weighed before. The sum is exact, and so the same for every order of rows.
 */
final class WeightScale
    extends PTransform<PCollection<CorpusBatch>, PCollectionView<Map<String, BigDecimal>>> {
  private static final String ROWS = "rows";
  private static final String SUM = "sum";

  /** A mean as near to 1 as rounding leaves it is 1. */
  private static final double ROUNDING = 1e-9;

  @Override
  public PCollectionView<Map<String, BigDecimal>> expand(PCollection<CorpusBatch> corpus) {
    return corpus
        .apply("Sum weights of batch", ParDo.of(new SumBatch()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), BigDecimalCoder.of()))
        .apply("Sum weights", Combine.perKey(new Add()))
        .apply("View sums", View.asMap());
  }

  /**
   * The factor.
   *
   * @param sums from the view
   * @return 1 where the mean is 1 already, or all weights are 0
   */
  static double of(Map<String, BigDecimal> sums) {
    BigDecimal rows = sums.getOrDefault(ROWS, BigDecimal.ZERO);
    BigDecimal sum = sums.getOrDefault(SUM, BigDecimal.ZERO);
    if (sum.signum() == 0) {
      return 1;
    }
    double scale = rows.divide(sum, MathContext.DECIMAL128).doubleValue();
    return Math.abs(scale - 1) <= ROUNDING ? 1 : scale;
  }

  private static final class SumBatch extends DoFn<CorpusBatch, KV<String, BigDecimal>> {
    @ProcessElement
    public void process(@Element CorpusBatch batch, OutputReceiver<KV<String, BigDecimal>> out) {
      long ones = 0;
      BigDecimal sum = BigDecimal.ZERO;
      for (double weight : batch.weights()) {
        if (weight == 1) {
          ones++;
        } else {
          sum = sum.add(new BigDecimal(weight));
        }
      }
      out.output(KV.of(ROWS, BigDecimal.valueOf(batch.rows())));
      out.output(KV.of(SUM, sum.add(BigDecimal.valueOf(ones))));
    }
  }

  private static final class Add extends Combine.BinaryCombineFn<BigDecimal> {
    @Override
    public BigDecimal apply(BigDecimal left, BigDecimal right) {
      return left.add(right);
    }
  }
}
