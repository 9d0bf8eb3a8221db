package org.winnow.pipelines.refresh;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.winnow.pipelines.recipe.Expectations;
import org.winnow.pipelines.run.RunReport;

/** Holds a new version against what its recipe expects. */
final class Gates {
  private static final String DECONTAMINATE = "decontaminate";

  private final Expectations expect;
  private final List<String> failures = new ArrayList<>();

  private Gates(Expectations expect) {
    this.expect = expect;
  }

  /**
   * What does not hold, each with what was expected and what was found.
   *
   * @param report of the run that made the version
   * @param parent the version before; empty for the first one, which is compared with nothing
   * @param difference from the parent
   */
  static List<String> failures(
      Expectations expect,
      RunReport report,
      Optional<DatasetVersion> parent,
      Optional<DatasetDifference> difference) {
    Gates gates = new Gates(expect);
    gates.rows(report);
    parent.ifPresent(version -> gates.drop(report, version));
    difference.ifPresent(gates::drift);
    gates.contamination(report);
    return gates.failures;
  }

  private void rows(RunReport report) {
    long rows = report.rowsWritten();
    if (rows < expect.minRows().orElse(0)) {
      failures.add(
          "min_rows: expected at least " + expect.minRows().getAsLong() + ", found " + rows);
    }
    long left =
        report.stages().stream()
            .flatMap(stage -> stage.reasons().values().stream())
            .mapToLong(Long::longValue)
            .sum();
    share("max_rejected", expect.maxRejected(), left, report.rowsRead(), "rows read");
  }

  private void drop(RunReport report, DatasetVersion parent) {
    share(
        "max_drop",
        expect.maxDrop(),
        Math.max(0, parent.rows() - report.rowsWritten()),
        parent.rows(),
        "rows of version " + parent.number());
  }

  private void drift(DatasetDifference difference) {
    if (expect.maxDrift().isEmpty()) {
      return;
    }
    double most = expect.maxDrift().getAsDouble();
    // A parent without a score, or without rows, gives no distribution to drift from.
    difference.drifts().stream()
        .filter(drift -> drift.domain().isEmpty() && drift.olderRows() > 0)
        .filter(drift -> drift.distance() > most)
        .forEach(
            drift ->
                failures.add(
                    "max_drift: expected a distance of at most "
                        + most
                        + ", found "
                        + drift.distance()
                        + " of "
                        + drift.column()));
  }

  private void contamination(RunReport report) {
    long before = report.rowsRead();
    for (RunReport.Stage stage : report.stages()) {
      if (stage.label().startsWith(DECONTAMINATE)) {
        long hit = stage.reasons().values().stream().mapToLong(Long::longValue).sum();
        share(
            "max_contamination",
            expect.maxContamination(),
            hit,
            before,
            "rows that came to " + stage.label());
      }
      before = stage.rowsOut();
    }
  }

  private void share(String gate, Optional<BigDecimal> most, long part, long whole, String of) {
    if (most.isEmpty() || whole == 0) {
      return;
    }
    BigDecimal percent =
        BigDecimal.valueOf(part)
            .multiply(BigDecimal.valueOf(100))
            .divide(BigDecimal.valueOf(whole), MathContext.DECIMAL64);
    if (percent.compareTo(most.get()) > 0) {
      failures.add(
          gate
              + ": expected at most "
              + most.get().toPlainString()
              + "%, found "
              + part
              + " of "
              + whole
              + " "
              + of
              + ", "
              + percent.round(new MathContext(4)).toPlainString()
              + "%");
    }
  }
}
