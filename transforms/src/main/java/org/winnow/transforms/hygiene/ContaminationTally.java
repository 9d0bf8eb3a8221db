package org.winnow.transforms.hygiene;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.schemas.Abbreviation;
import org.winnow.schemas.Sample;
import org.winnow.transforms.DataCoder;
import org.winnow.transforms.StepTable;
import org.winnow.transforms.hygiene.BenchmarkIndex.Cover;

/**
 * What is found of each benchmark in some rows, and the tables that tell it.
 *
 * <p>Tallies of parts of a corpus merge into that of the whole, in any order. One holds the
 * positions of the test rows that were hit, and for each benchmark the {@value #CLOSEST} rows that
 * come closest to one of its test rows.
 */
final class ContaminationTally {
  static final Coder<ContaminationTally> CODER =
      DataCoder.of("contamination tally", ContaminationTally::write, ContaminationTally::read);

  /** How many rows are shown for each benchmark. */
  static final int CLOSEST = 5;

  /** By the name of the benchmark. */
  private final Map<String, Long> rowsHit = new TreeMap<>();

  /** Positions in the index. */
  private final Set<Integer> testRowsHit = new TreeSet<>();

  /** By the name of the benchmark. */
  private final Map<String, NavigableSet<Closest>> closest = new TreeMap<>();

  /**
   * A row and the test row of a benchmark that it covers most of.
   *
   * @param cover what is covered
   * @param id the row's id
   * @param file the row's file
   * @param row the row's number in the file
   * @param span the longest run of words that both have, as far as it is shown
   */
  private record Closest(Cover cover, String id, String file, long row, String span) {
    /** By share and then by row; copies of one row are one. */
    static final Comparator<Closest> ORDER =
        Comparator.<Closest>comparingDouble(closest -> closest.cover.share())
            .reversed()
            .thenComparing(Closest::id)
            .thenComparing(Closest::file)
            .thenComparingLong(Closest::row)
            .thenComparingInt(closest -> closest.cover.row());
  }

  /** Takes in one row. */
  void add(Sample row, Comparison comparison, BenchmarkIndex index) {
    Map<String, Cover> best = new HashMap<>();
    for (Cover cover : comparison.covers()) {
      if (cover.isHit()) {
        testRowsHit.add(cover.row());
      }
      best.merge(
          index.row(cover.row()).benchmark(),
          cover,
          (one, other) -> Cover.BY_SHARE.compare(one, other) <= 0 ? one : other);
    }
    best.forEach(
        (benchmark, cover) -> {
          if (cover.isHit()) {
            rowsHit.merge(benchmark, 1L, Long::sum);
          }
          show(benchmark, row, cover, comparison);
        });
  }

  /** Finds the span only if the row is among those that are shown. */
  private void show(String benchmark, Sample row, Cover cover, Comparison comparison) {
    NavigableSet<Closest> shown = closestOf(benchmark);
    Closest candidate = new Closest(cover, row.id(), row.origin().file(), row.origin().row(), "");
    if (shown.size() < CLOSEST || Closest.ORDER.compare(candidate, shown.last()) < 0) {
      String span = Abbreviation.of(comparison.span(cover), StepTable.MAX_TEXT_CHARS);
      shown.add(new Closest(cover, candidate.id, candidate.file, candidate.row, span));
      cut(shown);
    }
  }

  private NavigableSet<Closest> closestOf(String benchmark) {
    return closest.computeIfAbsent(benchmark, name -> new TreeSet<>(Closest.ORDER));
  }

  private static void cut(NavigableSet<Closest> shown) {
    while (shown.size() > CLOSEST) {
      shown.pollLast();
    }
  }

  /** The tally of all rows that any of {@code parts} has seen. */
  static ContaminationTally merge(Iterable<ContaminationTally> parts) {
    ContaminationTally sum = new ContaminationTally();
    for (ContaminationTally part : parts) {
      part.rowsHit.forEach((benchmark, rows) -> sum.rowsHit.merge(benchmark, rows, Long::sum));
      sum.testRowsHit.addAll(part.testRowsHit);
      part.closest.forEach(
          (benchmark, shown) -> {
            sum.closestOf(benchmark).addAll(shown);
            cut(sum.closestOf(benchmark));
          });
    }
    return sum;
  }

  /**
   * One row for each benchmark, and the rows that come closest to each.
   *
   * @param benchmarks distinct names in the order in which they are shown
   */
  List<StepTable> tables(String step, List<String> benchmarks, BenchmarkIndex index) {
    List<List<StepTable.Cell>> overview = new ArrayList<>();
    List<List<StepTable.Cell>> rows = new ArrayList<>();
    for (String benchmark : benchmarks) {
      Set<Closest> shown = closest.getOrDefault(benchmark, Collections.emptyNavigableSet());
      overview.add(
          List.of(
              new StepTable.Text(benchmark),
              new StepTable.Count(index.rowsOf(benchmark)),
              new StepTable.Count(
                  testRowsHit.stream()
                      .filter(row -> index.row(row).benchmark().equals(benchmark))
                      .count()),
              new StepTable.Count(rowsHit.getOrDefault(benchmark, 0L)),
              new StepTable.Share(
                  shown.stream().mapToDouble(row -> row.cover.share()).max().orElse(0))));
      shown.forEach(row -> rows.add(cells(row, index)));
    }
    return List.of(
        new StepTable(
            step,
            "benchmarks",
            List.of("benchmark", "test_rows", "test_rows_hit", "rows_hit", "greatest_coverage"),
            overview),
        new StepTable(
            step,
            "closest_rows",
            List.of("benchmark", "coverage", "hit", "file", "row", "test_file", "test_row", "span"),
            rows));
  }

  private static List<StepTable.Cell> cells(Closest shown, BenchmarkIndex index) {
    BenchmarkRow testRow = index.row(shown.cover.row());
    return List.of(
        new StepTable.Text(testRow.benchmark()),
        new StepTable.Share(shown.cover.share()),
        new StepTable.Text(shown.cover.isHit() ? "yes" : "no"),
        new StepTable.Text(shown.file),
        new StepTable.Count(shown.row),
        new StepTable.Text(testRow.file()),
        new StepTable.Count(testRow.row()),
        new StepTable.Text(shown.span));
  }

  private static void write(ContaminationTally tally, DataOutput out) throws IOException {
    out.writeInt(tally.rowsHit.size());
    for (Map.Entry<String, Long> rows : tally.rowsHit.entrySet()) {
      DataCoder.writeText(rows.getKey(), out);
      out.writeLong(rows.getValue());
    }
    DataCoder.writeInts(tally.testRowsHit.stream().mapToInt(row -> row).toArray(), out);
    out.writeInt(tally.closest.size());
    for (Map.Entry<String, NavigableSet<Closest>> shown : tally.closest.entrySet()) {
      DataCoder.writeText(shown.getKey(), out);
      out.writeInt(shown.getValue().size());
      for (Closest row : shown.getValue()) {
        writeClosest(row, out);
      }
    }
  }

  private static ContaminationTally read(DataInput in) throws IOException {
    ContaminationTally tally = new ContaminationTally();
    for (int left = in.readInt(); left > 0; left--) {
      tally.rowsHit.put(DataCoder.readText(in), in.readLong());
    }
    for (int row : DataCoder.readInts(in)) {
      tally.testRowsHit.add(row);
    }
    for (int left = in.readInt(); left > 0; left--) {
      NavigableSet<Closest> shown = tally.closestOf(DataCoder.readText(in));
      for (int rows = in.readInt(); rows > 0; rows--) {
        shown.add(readClosest(in));
      }
    }
    return tally;
  }

  private static void writeClosest(Closest shown, DataOutput out) throws IOException {
    out.writeInt(shown.cover.row());
    out.writeInt(shown.cover.covered());
    out.writeInt(shown.cover.words());
    out.writeBoolean(shown.cover.isHit());
    DataCoder.writeText(shown.id, out);
    DataCoder.writeText(shown.file, out);
    out.writeLong(shown.row);
    DataCoder.writeText(shown.span, out);
  }

  private static Closest readClosest(DataInput in) throws IOException {
    return new Closest(
        new Cover(in.readInt(), in.readInt(), in.readInt(), in.readBoolean()),
        DataCoder.readText(in),
        DataCoder.readText(in),
        in.readLong(),
        DataCoder.readText(in));
  }
}
