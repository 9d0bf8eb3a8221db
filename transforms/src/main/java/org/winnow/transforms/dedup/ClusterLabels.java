package org.winnow.transforms.dedup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * Which clusters the rows of one batch are in; rows that are like no other are not listed.
 *
 * <p>A cluster is named by its smallest row: a batch and a position in it.
 *
 * @param positions int[n], positions of rows in their batch
 * @param clusterBatches long[n], first half of the name of the cluster of each
 * @param clusterPositions int[n], other half
 */
@SuppressWarnings("ArrayRecordComponent")
record ClusterLabels(int[] positions, long[] clusterBatches, int[] clusterPositions) {
  static final Coder<ClusterLabels> CODER =
      DataCoder.of("cluster labels", ClusterLabels::write, ClusterLabels::read);

  /** Labels of no row. */
  static final ClusterLabels NONE = new ClusterLabels(new int[0], new long[0], new int[0]);

  /** The labels of all batches, by the 64-bit name of the batch, in the order of names. */
  static void emit(RowClusters clusters, BiConsumer<Long, ClusterLabels> sink) {
    Map<Long, List<Integer>> byBatch = new TreeMap<>();
    for (int row = 0; row < clusters.rows(); row++) {
      byBatch.computeIfAbsent(clusters.batch(row), batch -> new ArrayList<>()).add(row);
    }
    int[] smallest = clusters.smallest();
    byBatch.forEach((batch, rows) -> sink.accept(batch, of(clusters, smallest, rows)));
  }

  /**
   * The places of the listed rows, each in the part that its cluster goes to.
   *
   * @param rows of the batch
   * @param parts how many parts there are
   */
  Map<Long, List<PlaceBlock.Place>> placesByPart(Places rows, long parts) {
    Map<Long, List<PlaceBlock.Place>> byPart = new TreeMap<>();
    for (int i = 0; i < positions.length; i++) {
      PlaceBlock.Hash cluster = new PlaceBlock.Hash(clusterBatches[i], clusterPositions[i]);
      byPart
          .computeIfAbsent(part(i, parts), part -> new ArrayList<>())
          .add(rows.place(positions[i], cluster));
    }
    return byPart;
  }

  /** The part, of {@code parts}, that the cluster of the row listed at {@code index} goes to. */
  long part(int index, long parts) {
    long cluster = clusterBatches[index] + clusterPositions[index];
    return Long.remainderUnsigned(Shingles.mix(cluster), parts);
  }

  private static ClusterLabels of(RowClusters clusters, int[] smallest, List<Integer> rows) {
    int size = rows.size();
    ClusterLabels labels = new ClusterLabels(new int[size], new long[size], new int[size]);
    for (int i = 0; i < size; i++) {
      int row = rows.get(i);
      labels.positions[i] = clusters.position(row);
      labels.clusterBatches[i] = clusters.batch(smallest[row]);
      labels.clusterPositions[i] = clusters.position(smallest[row]);
    }
    return labels;
  }

  private static void write(ClusterLabels labels, DataOutput out) throws IOException {
    DataCoder.writeInts(labels.positions, out);
    DataCoder.writeLongs(labels.clusterBatches, out);
    DataCoder.writeInts(labels.clusterPositions, out);
  }

  private static ClusterLabels read(DataInput in) throws IOException {
    return new ClusterLabels(
        DataCoder.readInts(in), DataCoder.readLongs(in), DataCoder.readInts(in));
  }
}
