package org.winnow.transforms.dedup;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.BatchKey;

/** Drops the rows that others stand for, and tells the others how many they stand for. */
final class KeepOne extends DoFn<CorpusBatch, CorpusBatch> {
  private final PCollectionView<Map<String, Iterable<ClusterSizes>>> view;

  KeepOne(PCollectionView<Map<String, Iterable<ClusterSizes>>> view) {
    this.view = view;
  }

  @ProcessElement
  public void process(ProcessContext context) {
    CorpusBatch batch = context.element();
    double[] sizes = new double[batch.rows()];
    Arrays.fill(sizes, 1);
    for (ClusterSizes block : context.sideInput(view).getOrDefault(BatchKey.of(batch), List.of())) {
      for (int i = 0; i < block.positions().length; i++) {
        sizes[block.positions()[i]] = block.sizes()[i];
      }
    }
    BitSet keep = new BitSet(batch.rows());
    for (int row = 0; row < sizes.length; row++) {
      keep.set(row, sizes[row] > 0);
    }
    if (!keep.isEmpty()) {
      double[] kept = Arrays.stream(sizes).filter(size -> size > 0).toArray();
      context.output(
          batch.filter(keep).withScores(List.of(NearDup.CLUSTER_SIZE), new double[][] {kept}));
    }
  }
}
