package org.winnow.transforms.dedup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * What becomes of some rows of one batch.
 *
 * @param positions int[n], positions of rows in their batch
 * @param sizes int[n], the size of the cluster that the row stands for; 0 for a row that leaves
 */
@SuppressWarnings("ArrayRecordComponent")
record ClusterSizes(int[] positions, int[] sizes) {
  static final Coder<ClusterSizes> CODER =
      DataCoder.of("cluster sizes", ClusterSizes::write, ClusterSizes::read);

  /** A decision on no row. */
  static final ClusterSizes NONE = new ClusterSizes(new int[0], new int[0]);

  /** Notes decisions row by row. */
  static final class Builder {
    private final Map<String, List<int[]>> byBatch = new TreeMap<>();

    void add(PlaceBlock.Row row, int size) {
      byBatch
          .computeIfAbsent(row.batch(), batch -> new ArrayList<>())
          .add(new int[] {row.place().index(), size});
    }

    /** The decisions by the name of the batch. */
    Map<String, ClusterSizes> build() {
      Map<String, ClusterSizes> built = new TreeMap<>();
      byBatch.forEach(
          (batch, rows) ->
              built.put(
                  batch,
                  new ClusterSizes(
                      rows.stream().mapToInt(row -> row[0]).toArray(),
                      rows.stream().mapToInt(row -> row[1]).toArray())));
      return Collections.unmodifiableMap(built);
    }
  }

  private static void write(ClusterSizes block, DataOutput out) throws IOException {
    DataCoder.writeInts(block.positions, out);
    DataCoder.writeInts(block.sizes, out);
  }

  private static ClusterSizes read(DataInput in) throws IOException {
    return new ClusterSizes(DataCoder.readInts(in), DataCoder.readInts(in));
  }
}
