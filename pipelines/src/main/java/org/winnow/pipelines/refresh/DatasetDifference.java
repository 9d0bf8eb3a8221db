package org.winnow.pipelines.refresh;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.run.DatasetRows;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Sample;

/**
 * What differs between two published datasets. Ids and digests of the rows of both are held in
 * memory: some 120 bytes for each row that either has, once for a row of both.
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

  /** A row of either dataset or of both: its domain there, and a digest of all that may change. */
  private static final class Row {
    private @Nullable String domainBefore;
    private @Nullable String domainNow;
    private long before;
    private long now;
  }

  /** Sums over the repetitions of a row, so that their order does not matter. */
  private static long digest(Sample sample) {
    byte[] content =
        (sample.domain() + "\n" + sample.weight() + "\n" + sample.meta())
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(Digests.sha256().digest(content)).getLong();
  }

  /** The scores of one dataset. */
  private static final class Scores {
    private final Map<String, Map<String, ScoreHistogram>> histograms = new HashMap<>();

    void add(Sample sample) {
      for (String column : sample.scores().columns()) {
        sample
            .scores()
            .value(column)
            .ifPresent(
                value -> {
                  of(ALL, column).add(value);
                  of(sample.domain(), column).add(value);
                });
      }
    }

    ScoreHistogram of(String domain, String column) {
      return histograms
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
    private final Map<Key, Row> rows = new HashMap<>();
    private final Map<String, String> domains = new HashMap<>();
    private final Scores olderScores = new Scores();
    private final Scores newerScores = new Scores();
    private final Counts all = new Counts();
    private final Map<String, Counts> byDomain = new TreeMap<>();

    Comparison(DatasetRows older, DatasetRows newer) throws IOException, DataException {
      this.olderColumns = older.scoreColumns();
      this.newerColumns = newer.scoreColumns();
      older.forEach(this::addOlder);
      newer.forEach(this::addNewer);
    }

    private void addOlder(Sample sample) {
      Row row = row(sample);
      row.domainBefore = row.domainBefore == null ? domain(sample) : row.domainBefore;
      row.before += digest(sample);
      olderScores.add(sample);
    }

    private void addNewer(Sample sample) {
      Row row = row(sample);
      row.domainNow = row.domainNow == null ? domain(sample) : row.domainNow;
      row.now += digest(sample);
      newerScores.add(sample);
    }

    private Row row(Sample sample) {
      return rows.computeIfAbsent(Key.of(sample.id()), key -> new Row());
    }

    /** One text for all rows of a domain. */
    private String domain(Sample sample) {
      return domains.computeIfAbsent(sample.domain(), name -> name);
    }

    DatasetDifference difference() {
      rows.values().forEach(this::compare);
      Map<String, RowChanges> changes = new TreeMap<>();
      byDomain.forEach((domain, counts) -> changes.put(domain, counts.changes()));
      return new DatasetDifference(
          all.changes(),
          changes,
          drifts(),
          newerColumns.stream().filter(column -> !olderColumns.contains(column)).toList(),
          olderColumns.stream().filter(column -> !newerColumns.contains(column)).toList());
    }

    private void compare(Row row) {
      if (row.domainBefore == null) {
        all.added++;
        of(String.valueOf(row.domainNow)).added++;
      } else if (row.domainNow == null) {
        all.removed++;
        of(row.domainBefore).removed++;
      } else if (!row.domainBefore.equals(row.domainNow)) {
        all.changed++;
        of(row.domainNow).added++;
        of(row.domainBefore).removed++;
      } else if (row.before == row.now) {
        all.kept++;
        of(row.domainNow).kept++;
      } else {
        all.changed++;
        of(row.domainNow).changed++;
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
            ScoreHistogram before = olderScores.of(domain, column);
            ScoreHistogram now = newerScores.of(domain, column);
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
