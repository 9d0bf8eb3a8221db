package org.winnow.schemas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What steps ask of every row: who it is and where it came from, without its text.
 *
 * @param ids the samples' ids
 * @param domains the samples' domains
 * @param origins the samples' origins
 */
record RowIndex(List<String> ids, List<String> domains, List<Origin> origins) {
  RowIndex {
    ids = List.copyOf(ids);
    domains = List.copyOf(domains);
    origins = List.copyOf(origins);
  }

  /** The index of all rows; equal names share one string. */
  static RowIndex of(SampleVectors vectors, int rows) {
    Map<String, String> names = new HashMap<>();
    List<String> ids = new ArrayList<>(rows);
    List<String> domains = new ArrayList<>(rows);
    List<Origin> origins = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      ids.add(vectors.id(row));
      domains.add(shared(names, vectors.domain(row)));
      Origin origin = vectors.origin(row);
      origins.add(
          new Origin(
              shared(names, origin.file()),
              origin.row(),
              origin.parent(),
              shared(names, origin.step())));
    }
    return new RowIndex(ids, domains, origins);
  }

  private static String shared(Map<String, String> names, String name) {
    return names.computeIfAbsent(name, n -> n);
  }
}
