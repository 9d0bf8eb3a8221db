package org.winnow.transforms;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.PCollectionView;
import org.jspecify.annotations.Nullable;
import org.winnow.schemas.CorpusBatch;

/** Applies a decision on single rows: drops the listed positions of each batch. */
public final class DropRows extends DoFn<CorpusBatch, CorpusBatch> {
  private final PCollectionView<Map<String, Iterable<List<Integer>>>> drops;

  /**
   * Drops rows.
   *
   * @param drops lists of positions to drop, by {@link BatchKey}; a batch that loses none is not in
   *     it
   */
  public DropRows(PCollectionView<Map<String, Iterable<List<Integer>>>> drops) {
    this.drops = drops;
  }

  @ProcessElement
  public void process(ProcessContext context) {
    CorpusBatch batch = context.element();
    @Nullable Iterable<List<Integer>> positions = context.sideInput(drops).get(BatchKey.of(batch));
    if (positions == null) {
      context.output(batch);
      return;
    }
    BitSet keep = new BitSet(batch.rows());
    keep.set(0, batch.rows());
    positions.forEach(part -> part.forEach(keep::clear));
    if (!keep.isEmpty()) {
      context.output(batch.filter(keep));
    }
  }
}
