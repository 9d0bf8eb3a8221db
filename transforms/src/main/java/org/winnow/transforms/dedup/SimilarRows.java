package org.winnow.transforms.dedup;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Joins rows that share a band and are alike enough: the Jaccard similarity of their sets of
 * n-grams is computed, not estimated.
 *
 * <p>Rows of equal sets are joined first and then count as one. Of the others, those that share a
 * band are put in the order of their following bands, so that the likest stand together, and each
 * is compared with the {@value #WINDOW} before it: all pairs of a band that is shared by up to 33
 * different sets, and a bounded number for each row of a band that is shared by more. The order is
 * made of the rows' contents, so the same rows are joined in whatever order they come.
 */
final class SimilarRows {
  /** How many rows a row is compared with for each of its bands, at most. */
  static final int WINDOW = 32;

  private final double leastSimilarity;
  private final List<Row> rows = new ArrayList<>();
  private long comparisons;

  /**
   * No rows yet.
   *
   * @param leastSimilarity the Jaccard similarity from which rows are joined, above 0, up to 1
   */
  SimilarRows(double leastSimilarity) {
    this.leastSimilarity = leastSimilarity;
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Row(long batch, int position, long[] bands, int[] ngrams) {}

  /**
   * Takes a row.
   *
   * @param bands its band hashes, as many as every row has; equal for equal n-grams
   * @param ngrams hashes of its n-grams, ascending, each once; at least one
   */
  void add(long batch, int position, long[] bands, int[] ngrams) {
    rows.add(new Row(batch, position, bands, ngrams));
  }

  /** The rows that are joined to another. */
  RowClusters clusters() {
    RowClusters clusters = new RowClusters();
    List<Row> different = joinEqual(clusters);
    int[] parents = IntStream.range(0, different.size()).toArray();
    Integer[] order = IntStream.range(0, different.size()).boxed().toArray(Integer[]::new);
    int bands = different.isEmpty() ? 0 : different.get(0).bands().length;
    for (int band = 0; band < bands; band++) {
      Arrays.sort(order, byBandsFrom(different, band));
      joinSimilar(different, order, band, parents);
    }
    for (int row = 0; row < parents.length; row++) {
      join(clusters, different.get(root(parents, row)), different.get(row));
    }
    return clusters;
  }

  /** How many similarities were computed. */
  long comparisons() {
    return comparisons;
  }

  /** Joins rows of equal sets and gives one of each set, in an order of the sets. */
  private List<Row> joinEqual(RowClusters clusters) {
    rows.sort(Comparator.comparing(Row::ngrams, Arrays::compare));
    List<Row> different = new ArrayList<>();
    for (Row row : rows) {
      Row last = different.isEmpty() ? row : different.get(different.size() - 1);
      if (last == row || !Arrays.equals(last.ngrams(), row.ngrams())) {
        different.add(row);
      } else {
        join(clusters, last, row);
      }
    }
    return different;
  }

  private static void join(RowClusters clusters, Row one, Row other) {
    if (one != other) {
      clusters.join(one.batch(), one.position(), other.batch(), other.position());
    }
  }

  /** By the hash of this band, then of those behind it, in a circle, then by the sets. */
  private static Comparator<Integer> byBandsFrom(List<Row> rows, int first) {
    return (one, other) -> {
      long[] bands = rows.get(one).bands();
      long[] otherBands = rows.get(other).bands();
      for (int i = 0; i < bands.length; i++) {
        int band = (first + i) % bands.length;
        if (bands[band] != otherBands[band]) {
          return Long.compare(bands[band], otherBands[band]);
        }
      }
      return Integer.compare(one, other);
    };
  }

  private void joinSimilar(List<Row> rows, Integer[] order, int band, int[] parents) {
    for (int i = 1; i < order.length; i++) {
      Row row = rows.get(order[i]);
      for (int j = i - 1; j >= 0 && j >= i - WINDOW; j--) {
        Row other = rows.get(order[j]);
        if (row.bands()[band] != other.bands()[band]) {
          break;
        }
        int root = root(parents, order[i]);
        int otherRoot = root(parents, order[j]);
        if (root != otherRoot && areSimilar(row.ngrams(), other.ngrams())) {
          parents[root] = otherRoot;
        }
      }
    }
  }

  private boolean areSimilar(int[] one, int[] other) {
    comparisons++;
    int shared = 0;
    for (int i = 0, j = 0; i < one.length && j < other.length; ) {
      if (one[i] == other[j]) {
        shared++;
        i++;
        j++;
      } else if (one[i] < other[j]) {
        i++;
      } else {
        j++;
      }
    }
    return shared / (double) (one.length + other.length - shared) >= leastSimilarity;
  }

  private static int root(int[] parents, int row) {
    int at = row;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }
}
