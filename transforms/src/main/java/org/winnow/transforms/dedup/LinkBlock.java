package org.winnow.transforms.dedup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * Pairs of rows that belong together, at 24 bytes a pair.
 *
 * @param batches long[2n], 64-bit names of the batches of the first and the second row of each pair
 * @param positions int[2n], the rows' positions in these batches
 */
@SuppressWarnings("ArrayRecordComponent")
record LinkBlock(long[] batches, int[] positions) {
  static final Coder<LinkBlock> CODER =
      DataCoder.of("link block", LinkBlock::write, LinkBlock::read);

  /** Pairs in one block at most, see {@link PlaceBlock#MAX_PLACES}. */
  private static final int MAX_PAIRS = 1 << 11;

  /** The fewest pairs that say what {@code clusters} says, in blocks of a bounded size. */
  static void emit(RowClusters clusters, Consumer<LinkBlock> sink) {
    long[] batches = new long[2 * MAX_PAIRS];
    int[] positions = new int[2 * MAX_PAIRS];
    int filled = 0;
    for (int row = 0; row < clusters.rows(); row++) {
      int root = clusters.root(row);
      if (root == row) {
        continue;
      }
      batches[filled] = clusters.batch(root);
      positions[filled++] = clusters.position(root);
      batches[filled] = clusters.batch(row);
      positions[filled++] = clusters.position(row);
      if (filled == batches.length) {
        sink.accept(new LinkBlock(batches.clone(), positions.clone()));
        filled = 0;
      }
    }
    if (filled > 0) {
      sink.accept(new LinkBlock(Arrays.copyOf(batches, filled), Arrays.copyOf(positions, filled)));
    }
  }

  /** Joins the pairs. */
  void addTo(RowClusters clusters) {
    for (int i = 0; i < batches.length; i += 2) {
      clusters.join(batches[i], positions[i], batches[i + 1], positions[i + 1]);
    }
  }

  private static void write(LinkBlock block, DataOutput out) throws IOException {
    DataCoder.writeLongs(block.batches, out);
    DataCoder.writeInts(block.positions, out);
  }

  private static LinkBlock read(DataInput in) throws IOException {
    return new LinkBlock(DataCoder.readLongs(in), DataCoder.readInts(in));
  }
}
