package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.winnow.pipelines.refresh.DatasetDifference;
import org.winnow.pipelines.refresh.DatasetVersion;
import org.winnow.pipelines.refresh.ManifestChanges;
import org.winnow.pipelines.refresh.RefreshOutcome;
import org.winnow.pipelines.refresh.RefreshRun;
import org.winnow.pipelines.refresh.RowChanges;
import org.winnow.pipelines.refresh.ScoreDrift;
import org.winnow.pipelines.refresh.Versions;
import org.winnow.pipelines.run.RunReport;

/** Says what changed and what a refresh did. */
final class RefreshTable {
  private static final int SHOWN = 5;

  private RefreshTable() {}

  /** What changed since the latest version. */
  static void print(RefreshRun.Plan plan, Path dataset, PrintWriter out) {
    Optional<DatasetVersion> latest = plan.latest();
    if (latest.isEmpty()) {
      out.printf(Locale.ROOT, "%s has no version yet: everything is new%n", dataset);
    } else {
      out.printf(
          Locale.ROOT,
          "%s: version %d of %s, %,d rows%n",
          dataset,
          latest.get().number(),
          latest.get().created(),
          latest.get().rows());
    }
    plan.changes().ifPresent(changes -> print(changes, out));
    out.flush();
  }

  /** The same, and how a refresh would end that has nothing to do. */
  static void printWithEnd(RefreshRun.Plan plan, Path dataset, PrintWriter out) {
    print(plan, dataset, out);
    plan.known().ifPresent(outcome -> print(outcome, dataset, out));
  }

  static void print(ManifestChanges changes, PrintWriter out) {
    names("new input", changes.inputsAdded(), out);
    names("changed input", changes.inputsChanged(), out);
    names("input is gone", changes.inputsRemoved(), out);
    names("what a step compares with changed", changes.targetsChanged(), out);
    if (changes.recipeChanged()) {
      out.printf(Locale.ROOT, "  the recipe changed%n");
    }
    if (changes.versionChanged()) {
      out.printf(Locale.ROOT, "  another version of winnow made it%n");
    }
    changes
        .rescoring()
        .forEach(
            why ->
                out.printf(Locale.ROOT, "  all rows are scored anew by %s%n", Printable.of(why)));
  }

  private static void names(String what, List<String> names, PrintWriter out) {
    names.stream()
        .limit(SHOWN)
        .forEach(name -> out.printf(Locale.ROOT, "  %s: %s%n", what, Printable.of(name)));
    if (names.size() > SHOWN) {
      out.printf(Locale.ROOT, "  %s: %,d more%n", what, names.size() - SHOWN);
    }
  }

  /** How it ended. */
  static void print(RefreshOutcome outcome, Path dataset, PrintWriter out) {
    if (outcome instanceof RefreshOutcome.Unchanged same) {
      out.printf(
          Locale.ROOT,
          "nothing changed: version %d stays the latest, nothing is published%n",
          same.latest().number());
    } else if (outcome instanceof RefreshOutcome.TakenBack back) {
      out.printf(
          Locale.ROOT,
          "this would be version %d again, which was rolled back: version %d stays the latest,"
              + " nothing is published%s%n",
          back.version(),
          back.latest().number(),
          back.kept() ? " (winnow rollback --to " + back.version() + " takes it in again)" : "");
    } else if (outcome instanceof RefreshOutcome.Refused refused) {
      cost(refused.report(), out);
      refused
          .failures()
          .forEach(
              failure -> out.printf(Locale.ROOT, "not as expected: %s%n", Printable.of(failure)));
      out.printf(
          Locale.ROOT,
          "nothing is published; what was made is in %s, see _winnow/report.html there%n",
          refused.folder());
    } else if (outcome instanceof RefreshOutcome.Published made) {
      cost(made.report(), out);
      made.difference().ifPresent(difference -> print(difference, out));
      out.printf(
          Locale.ROOT,
          "%s: version %d is the latest, %,d rows%n",
          new Versions(dataset).pointer(),
          made.version().number(),
          made.version().rows());
      if (!made.pruned().isEmpty()) {
        out.printf(Locale.ROOT, "deleted: versions %s%n", made.pruned());
      }
    }
    out.flush();
  }

  /** What differs between two datasets. */
  static void print(DatasetDifference difference, PrintWriter out) {
    line("rows", difference.rows(), out);
    difference.byDomain().forEach((name, rows) -> line("  " + Printable.of(name), rows, out));
    difference
        .scoresAdded()
        .forEach(score -> out.printf(Locale.ROOT, "new score: %s%n", Printable.of(score)));
    difference
        .scoresRemoved()
        .forEach(score -> out.printf(Locale.ROOT, "score is gone: %s%n", Printable.of(score)));
    for (ScoreDrift drift : difference.drifts()) {
      if (drift.domain().isEmpty() && drift.distance() > 0) {
        out.printf(
            Locale.ROOT,
            "drift of %s: distance %.3f, mean %.4g to %.4g%n",
            Printable.of(drift.column()),
            drift.distance(),
            drift.olderMean(),
            drift.newerMean());
      }
    }
  }

  private static void line(String name, RowChanges rows, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%-20s %,d added, %,d removed, %,d changed, %,d as before%n",
        name,
        rows.added(),
        rows.removed(),
        rows.changed(),
        rows.kept());
  }

  private static void cost(RunReport report, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "read %,d rows in %.1f s; scored %,d rows, the scores of %,d rows were in the score"
            + " store%n",
        report.rowsRead(),
        report.wallSeconds(),
        report.rowsScored(),
        report.rowsFromStore());
    ReportTable.signatures(report, out);
  }
}
