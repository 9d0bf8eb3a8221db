package org.winnow.transforms;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.winnow.schemas.CorpusBatch;

/** Divides the rows of a corpus into groups within which a step compares and counts. */
public interface Grouping extends Serializable {
  /** The group of each row, in order. */
  List<String> groups(CorpusBatch batch);

  /**
   * Groups by ranges of a score column, such as the length in tokens.
   *
   * <p>Edges {@code a < b} give the groups {@code < a}, {@code a to < b} and {@code >= b}. Rows
   * without a value are a group of their own.
   *
   * @param column a score column
   * @param edges where a group ends and the next begins, ascending, at least one
   */
  record Buckets(String column, List<Double> edges) implements Grouping {
    public Buckets {
      edges = List.copyOf(edges);
      if (edges.isEmpty()) {
        throw new IllegalArgumentException("buckets of " + column + " need at least one edge");
      }
      for (int i = 1; i < edges.size(); i++) {
        if (!(edges.get(i - 1) < edges.get(i))) {
          throw new IllegalArgumentException("edges of " + column + " must ascend, got " + edges);
        }
      }
    }

    @Override
    public List<String> groups(CorpusBatch batch) {
      List<String> groups = new ArrayList<>(batch.rows());
      for (double value : batch.scores(column)) {
        groups.add(group(value));
      }
      return groups;
    }

    private String group(double value) {
      if (Double.isNaN(value)) {
        return column + " unknown";
      }
      int bucket = 0;
      while (bucket < edges.size() && value >= edges.get(bucket)) {
        bucket++;
      }
      if (bucket == 0) {
        return column + " < " + edges.get(0);
      }
      String from = column + " >= " + edges.get(bucket - 1);
      return bucket == edges.size() ? from : from + " and < " + edges.get(bucket);
    }
  }
}
