package org.winnow.pipelines.refresh;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.run.DatasetRows;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Sample;

/**
 * What differs between two published datasets. The rows of one of them are held in memory, at some
 * 100 bytes each.
 *
 * @param rows which rows
 * @param byDomain the same for each domain, in the order of names; a row that changed its domain is
 *     removed from one and added to the other
 * @param drifts of all rows and of each domain, for every score that both have
 * @param scoresAdded columns of the newer only
 * @param scoresRemoved columns of the older only
 */
public record DatasetDifference(
    RowChanges rows,
    Map<String, RowChanges> byDomain,
    List<ScoreDrift> drifts,
    List<String> scoresAdded,
    List<String> scoresRemoved) {
  /** Stands for all domains; no domain's name is empty. */
  private static final String ALL = "";

  public DatasetDifference {
    byDomain = new TreeMap<>(byDomain);
    drifts = List.copyOf(drifts);
    scoresAdded = List.copyOf(scoresAdded);
    scoresRemoved = List.copyOf(scoresRemoved);
  }

  /**
   * Compares two datasets; checks the digest of every data file of both.
   *
   * @throws DataException if a folder is not a published dataset, or a file is not what its
   *     manifest says
   */
  public static DatasetDifference between(Path older, Path newer)
      throws IOException, DataException {
    return new Comparison(DatasetRows.open(older), DatasetRows.open(newer)).difference();
  }

  /** The greatest distance over all rows; 0 without scores. */
  public double greatestDrift() {
    return drifts.stream()
        .filter(drift -> drift.domain().equals(ALL))
        .mapToDouble(ScoreDrift::distance)
        .max()
        .orElse(0);
  }

  /** An id in 16 bytes. */
  private record Key(long high, long low) {
    static Key of(String id) {
      BigInteger number = new BigInteger(id, 16);
      return new Key(number.shiftRight(Long.SIZE).longValue(), number.longValue());
    }
  }

  /** A row of one dataset: its domain, and a digest of all else that may change. */
  private static final class Row {
    private final String domain;
    private long digest;

    Row(String domain) {
      this.domain = domain;
    }

    /** Sums, so that the order of repetitions does not matter. */
    void add(Sample sample) {
      byte[] content =
          (sample.domain() + "\n" + sample.weight() + "\n" + sample.meta())
              .getBytes(StandardCharsets.UTF_8);
      digest += new BigInteger(Digests.hex(content).substring(0, 16), 16).longValue();
    }
  }

  private static final class Side {
    private final Map<Key, Row> rows = new HashMap<>();
    private final Map<String, String> domains = new HashMap<>();
    private final Map<String, Map<String, ScoreHistogram>> scores = new TreeMap<>();

    static Side of(DatasetRows dataset) throws IOException, DataException {
      Side side = new Side();
      dataset.forEach(side::add);
      return side;
    }

    private void add(Sample sample) {
      String domain = domains.computeIfAbsent(sample.domain(), name -> name);
      rows.computeIfAbsent(Key.of(sample.id()), key -> new Row(domain)).add(sample);
      for (String column : sample.scores().columns()) {
        sample
            .scores()
            .value(column)
            .ifPresent(
                value -> {
                  histogram(ALL, column).add(value);
                  histogram(domain, column).add(value);
                });
      }
    }

    ScoreHistogram histogram(String domain, String column) {
      return scores
          .computeIfAbsent(domain, name -> new HashMap<>())
          .computeIfAbsent(column, name -> new ScoreHistogram());
    }
  }

  private static final class Counts {
    private long added;
    private long removed;
    private long changed;
    private long kept;

    RowChanges changes() {
      return new RowChanges(added, removed, changed, kept);
    }
  }

  private static final class Comparison {
    private final List<String> olderColumns;
    private final List<String> newerColumns;
    private final Side older;
    private final Side newer;
    private final Counts all = new Counts();
    private final Map<String, Counts> byDomain = new TreeMap<>();

    Comparison(DatasetRows older, DatasetRows newer) throws IOException, DataException {
      this.olderColumns = older.scoreColumns();
      this.newerColumns = newer.scoreColumns();
      this.older = Side.of(older);
      this.newer = Side.of(newer);
    }

    DatasetDifference difference() {
      newer.rows.forEach(this::compare);
      older.rows.forEach(
          (key, row) -> {
            if (!newer.rows.containsKey(key)) {
              all.removed++;
              of(row.domain).removed++;
            }
          });
      Map<String, RowChanges> changes = new TreeMap<>();
      byDomain.forEach((domain, counts) -> changes.put(domain, counts.changes()));
      return new DatasetDifference(
          all.changes(),
          changes,
          drifts(),
          newerColumns.stream().filter(column -> !olderColumns.contains(column)).toList(),
          olderColumns.stream().filter(column -> !newerColumns.contains(column)).toList());
    }

    private void compare(Key key, Row row) {
      Row before = older.rows.get(key);
      if (before == null) {
        all.added++;
        of(row.domain).added++;
      } else if (!before.domain.equals(row.domain)) {
        all.changed++;
        of(row.domain).added++;
        of(before.domain).removed++;
      } else if (before.digest == row.digest) {
        all.kept++;
        of(row.domain).kept++;
      } else {
        all.changed++;
        of(row.domain).changed++;
      }
    }

    private Counts of(String domain) {
      return byDomain.computeIfAbsent(domain, name -> new Counts());
    }

    private List<ScoreDrift> drifts() {
      Set<String> domains = new LinkedHashSet<>(List.of(ALL));
      domains.addAll(byDomain.keySet());
      List<ScoreDrift> drifts = new ArrayList<>();
      for (String domain : domains) {
        for (String column : newerColumns) {
          if (olderColumns.contains(column)) {
            ScoreHistogram before = older.histogram(domain, column);
            ScoreHistogram now = newer.histogram(domain, column);
            drifts.add(
                new ScoreDrift(
                    domain,
                    column,
                    before.rows(),
                    now.rows(),
                    before.mean(),
                    now.mean(),
                    ScoreHistogram.distance(before, now)));
          }
        }
      }
      return drifts;
    }
  }
}
