package org.winnow.pipelines.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.StepTable;
import org.winnow.transforms.mix.MixUnit;
import org.winnow.transforms.read.ReadCorpus;
import org.winnow.transforms.write.ShardFile;

/**
 * The exact counts of a run, from the lines that its pipeline wrote.
 *
 * @param kept rows that are left after each step and domain
 * @param mixed what each phase of a mixture has of each domain
 * @param known rows whose scores are in the store, where they were looked up
 * @param rejected rows that left, by kind, step, reason and domain
 * @param tables what steps tell of themselves, in the order of steps' and tables' names
 * @param dataFiles in the order of their names
 * @param rejectionFiles in the order of their names
 * @param baselineFiles those of the twin by chance, in the order of their names
 */
public record RunSummary(
    List<SummaryLine.Kept> kept,
    List<SummaryLine.Mixed> mixed,
    List<SummaryLine.Known> known,
    List<SummaryLine.Rejected> rejected,
    List<StepTable> tables,
    List<ShardFile> dataFiles,
    List<ShardFile> rejectionFiles,
    List<ShardFile> baselineFiles) {
  public RunSummary {
    kept = List.copyOf(kept);
    mixed = List.copyOf(mixed);
    known = List.copyOf(known);
    rejected = List.copyOf(rejected);
    tables = List.copyOf(tables);
    dataFiles = List.copyOf(dataFiles);
    rejectionFiles = List.copyOf(rejectionFiles);
    baselineFiles = List.copyOf(baselineFiles);
  }

  /** Reads the file of lines; a run without any row has none. */
  public static RunSummary read(Path file) throws IOException {
    List<SummaryLine.Kept> kept = new ArrayList<>();
    List<SummaryLine.Mixed> mixed = new ArrayList<>();
    List<SummaryLine.Known> known = new ArrayList<>();
    List<SummaryLine.Rejected> rejected = new ArrayList<>();
    List<StepTable> tables = new ArrayList<>();
    List<ShardFile> data = new ArrayList<>();
    List<ShardFile> rejections = new ArrayList<>();
    List<ShardFile> baseline = new ArrayList<>();
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        SummaryLine parsed = SummaryLine.parse(line);
        if (parsed instanceof SummaryLine.Kept rows) {
          kept.add(rows);
        } else if (parsed instanceof SummaryLine.Mixed rows) {
          mixed.add(rows);
        } else if (parsed instanceof SummaryLine.Known rows) {
          known.add(rows);
        } else if (parsed instanceof SummaryLine.Rejected rows) {
          rejected.add(rows);
        } else if (parsed instanceof SummaryLine.Told told) {
          tables.add(told.table());
        } else if (parsed instanceof SummaryLine.Written written) {
          List<ShardFile> files =
              switch (written.folder()) {
                case CurationPipeline.DATA -> data;
                case CurationPipeline.BASELINE -> baseline;
                default -> rejections;
              };
          files.add(written.file());
        }
      }
    }
    tables.sort(Comparator.comparing(StepTable::step).thenComparing(StepTable::name));
    data.sort(Comparator.comparing(ShardFile::name));
    rejections.sort(Comparator.comparing(ShardFile::name));
    baseline.sort(Comparator.comparing(ShardFile::name));
    return new RunSummary(kept, mixed, known, rejected, tables, data, rejections, baseline);
  }

  /** Rows that were read, sound or broken. */
  public long rowsRead() {
    return rowsAfter(ReadCorpus.STEP)
        + rejected.stream()
            .filter(r -> r.step().equals(ReadCorpus.STEP))
            .mapToLong(SummaryLine.Rejected::rows)
            .sum();
  }

  /** Rows that are broken or could not be worked on. */
  public long invalidRows() {
    return rejected.stream()
        .filter(r -> r.kind() == Rejection.Kind.INVALID)
        .mapToLong(SummaryLine.Rejected::rows)
        .sum();
  }

  /** Rows to be scored by a step whose scores are in the store. */
  public long knownRows(String step) {
    return known.stream()
        .filter(line -> line.step().equals(step))
        .mapToLong(SummaryLine.Known::rows)
        .sum();
  }

  /** Rows that are left after a step. */
  public long rowsAfter(String step) {
    return byDomainAfter(step).values().stream().mapToLong(Long::longValue).sum();
  }

  /** Rows that are left after a step, by domain, in the order of names. */
  public Map<String, Long> byDomainAfter(String step) {
    Map<String, Long> rows = new TreeMap<>();
    for (SummaryLine.Kept line : kept) {
      if (line.step().equals(step)) {
        rows.merge(line.domain(), line.rows(), Long::sum);
      }
    }
    return rows;
  }

  /** What each phase, from 1, of a mixing step has, by domain; in the order of names. */
  public Map<Integer, Map<String, Long>> byPhaseAfter(String step, MixUnit unit) {
    Map<Integer, Map<String, Long>> phases = new TreeMap<>();
    for (SummaryLine.Mixed line : mixed) {
      if (line.step().equals(step) && line.unit() == unit) {
        phases
            .computeIfAbsent(line.phase(), phase -> new TreeMap<>())
            .merge(line.domain(), line.rows(), Long::sum);
      }
    }
    return phases;
  }

  /** Rows that left in a step, by reason, in the order of reasons. */
  public Map<String, Long> reasonsOf(String step) {
    Map<String, Long> reasons = new TreeMap<>();
    for (SummaryLine.Rejected line : rejected) {
      if (line.step().equals(step)) {
        reasons.merge(line.reason(), line.rows(), Long::sum);
      }
    }
    return reasons;
  }

  /** What a step tells of itself, in the order of the tables' names. */
  public List<StepTable> tablesOf(String step) {
    return tables.stream().filter(table -> table.step().equals(step)).toList();
  }

  /** Rows that were written. */
  public long rowsWritten() {
    return dataFiles.stream().mapToLong(ShardFile::rows).sum();
  }
}
