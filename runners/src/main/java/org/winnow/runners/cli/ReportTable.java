package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.StringJoiner;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.run.RunReport;

/** The short table at the end of a run. */
final class ReportTable {
  private ReportTable() {}

  static void print(RunReport report, CurationPlan plan, PrintWriter out) {
    out.printf(
        Locale.ROOT, "%n%-14s %10s %9s   %s%n", "step", "rows left", "busy s", "rows that left");
    for (RunReport.Stage stage : report.stages()) {
      StringJoiner reasons = new StringJoiner(", ");
      stage
          .reasons()
          .forEach(
              (reason, rows) -> reasons.add(String.format(Locale.ROOT, "%s %,d", reason, rows)));
      out.printf(
          Locale.ROOT,
          "%-14s %,10d %9.1f   %s%n",
          stage.label(),
          stage.rowsOut(),
          stage.busySeconds(),
          reasons);
    }
    int width =
        report.domains().stream().mapToInt(d -> Printable.of(d.name()).length()).max().orElse(6);
    String head = "%n%-" + Math.max(width, 6) + "s %10s %10s %10s %7s %7s%n";
    String line = "%-" + Math.max(width, 6) + "s %,10d %,10d %,10d %6.1f%% %7.2f%n";
    out.printf(Locale.ROOT, head, "domain", "read", "kept", "written", "share", "epochs");
    for (RunReport.Domain domain : report.domains()) {
      out.printf(
          Locale.ROOT,
          line,
          Printable.of(domain.name()),
          domain.rowsRead(),
          domain.candidates(),
          domain.rowsWritten(),
          100 * domain.share(),
          domain.epochs());
    }
    for (RunReport.Domain domain : report.domains()) {
      if (domain.epochs() > RunReport.MANY_EPOCHS) {
        out.printf(
            Locale.ROOT,
            "note: %s is repeated %.1f times; more than %.0f epochs tend to overfit%n",
            Printable.of(domain.name()),
            domain.epochs(),
            RunReport.MANY_EPOCHS);
      }
    }
    if (report.rowsScored() + report.rowsFromStore() > 0) {
      out.printf(
          Locale.ROOT,
          "%nscored %,d rows; the scores of %,d rows were in the score store%n",
          report.rowsScored(),
          report.rowsFromStore());
    }
    signatures(report, out);
    out.printf(
        Locale.ROOT,
        "read %,d rows, wrote %,d rows in %.1f s to %s%n",
        report.rowsRead(),
        report.rowsWritten(),
        report.wallSeconds(),
        plan.paths().output());
  }

  /** What near_dup hashed and what the store knew, and whether the store was whole. */
  static void signatures(RunReport report, PrintWriter out) {
    if (report.signaturesComputed() + report.signaturesFromStore() > 0) {
      out.printf(
          Locale.ROOT,
          "hashed %,d rows for near_dup; the signatures of %,d rows were in the store%n",
          report.signaturesComputed(),
          report.signaturesFromStore());
    }
    if (report.damagedEntries() > 0) {
      out.printf(
          Locale.ROOT,
          "note: %,d entries of the store were damaged and have been made anew%n",
          report.damagedEntries());
    }
  }
}
