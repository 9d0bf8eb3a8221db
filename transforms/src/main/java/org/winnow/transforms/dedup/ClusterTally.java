package org.winnow.transforms.dedup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;
import org.winnow.transforms.StepTable;

/**
 * How large some clusters are and which are the largest, and the tables that tell it.
 *
 * <p>Tallies of parts merge into that of the whole, in any order.
 */
final class ClusterTally {
  static final Coder<ClusterTally> CODER =
      DataCoder.of("cluster tally", ClusterTally::write, ClusterTally::read);

  /** How many clusters are shown one by one. */
  static final int LARGEST = 10;

  /** Ranges of sizes: 2, 3, 4 to 7, 8 to 15, and so on. */
  private static final int RANGES = 31;

  private final long[] clusters = new long[RANGES];
  private final long[] rows = new long[RANGES];
  private final NavigableSet<Cluster> largest = new TreeSet<>(Cluster.ORDER);

  /**
   * A cluster.
   *
   * @param size in rows
   * @param id of the row that stays
   * @param file its file
   * @param row its number in the file
   */
  private record Cluster(int size, PlaceBlock.Hash id, String file, long row) {
    /** The largest first, equals by the row that stays. */
    static final Comparator<Cluster> ORDER =
        Comparator.comparingInt(Cluster::size)
            .reversed()
            .thenComparing(Cluster::id)
            .thenComparing(Cluster::file)
            .thenComparingLong(Cluster::row);
  }

  /**
   * Takes in one cluster.
   *
   * @param kept the row that stays
   * @param size from 2
   */
  void add(PlaceBlock.Place kept, int size) {
    clusters[range(size)]++;
    rows[range(size)] += size;
    largest.add(new Cluster(size, kept.id(), kept.file(), kept.row()));
    cut();
  }

  private void cut() {
    while (largest.size() > LARGEST) {
      largest.pollLast();
    }
  }

  private static int range(int size) {
    return size < 4 ? size - 2 : Integer.SIZE - 1 - Integer.numberOfLeadingZeros(size);
  }

  private static String shown(int range) {
    return range < 2 ? Integer.toString(range + 2) : (1L << range) + "-" + ((2L << range) - 1);
  }

  /** The tally of all clusters that any of {@code parts} has seen. */
  static ClusterTally merge(Iterable<ClusterTally> parts) {
    ClusterTally sum = new ClusterTally();
    for (ClusterTally part : parts) {
      for (int range = 0; range < RANGES; range++) {
        sum.clusters[range] += part.clusters[range];
        sum.rows[range] += part.rows[range];
      }
      sum.largest.addAll(part.largest);
      sum.cut();
    }
    return sum;
  }

  /** One row for each range of sizes that occurs, and the largest clusters. */
  List<StepTable> tables(String step) {
    List<List<StepTable.Cell>> sizes = new ArrayList<>();
    for (int range = 0; range < RANGES; range++) {
      if (clusters[range] > 0) {
        sizes.add(
            List.of(
                new StepTable.Text(shown(range)),
                new StepTable.Count(clusters[range]),
                new StepTable.Count(rows[range]),
                new StepTable.Count(rows[range] - clusters[range])));
      }
    }
    List<List<StepTable.Cell>> shown = new ArrayList<>();
    for (Cluster cluster : largest) {
      shown.add(
          List.of(
              new StepTable.Count(cluster.size),
              new StepTable.Text(cluster.id.toId()),
              new StepTable.Text(cluster.file),
              new StepTable.Count(cluster.row)));
    }
    return List.of(
        new StepTable(
            step, "cluster_sizes", List.of("size", "clusters", "rows", "rows_dropped"), sizes),
        new StepTable(
            step, "largest_clusters", List.of("size", "kept_id", "kept_file", "kept_row"), shown));
  }

  private static void write(ClusterTally tally, DataOutput out) throws IOException {
    DataCoder.writeLongs(tally.clusters, out);
    DataCoder.writeLongs(tally.rows, out);
    out.writeInt(tally.largest.size());
    for (Cluster cluster : tally.largest) {
      out.writeInt(cluster.size);
      PlaceBlock.writeHash(cluster.id, out);
      DataCoder.writeText(cluster.file, out);
      out.writeLong(cluster.row);
    }
  }

  private static ClusterTally read(DataInput in) throws IOException {
    ClusterTally tally = new ClusterTally();
    System.arraycopy(DataCoder.readLongs(in), 0, tally.clusters, 0, RANGES);
    System.arraycopy(DataCoder.readLongs(in), 0, tally.rows, 0, RANGES);
    for (int left = in.readInt(); left > 0; left--) {
      tally.largest.add(
          new Cluster(
              in.readInt(), PlaceBlock.readHash(in), DataCoder.readText(in), in.readLong()));
    }
    return tally;
  }
}
