package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.run.Forecast;

/** Shows what a run would do. */
final class ForecastTable {
  private ForecastTable() {}

  static void print(CurationPlan plan, Forecast forecast, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%s: %d files, %,d bytes, %,d rows -> %s (%s, at most %,d rows a file)%n",
        plan.recipe().name(),
        plan.files().size(),
        plan.inputBytes(),
        forecast.rowsRead(),
        plan.paths().output(),
        plan.recipe().output().format().label(),
        plan.recipe().output().shardRows());
    forecast
        .invalid()
        .forEach(
            (reason, rows) -> out.printf(Locale.ROOT, "  broken rows: %s %,d%n", reason, rows));
    out.printf(Locale.ROOT, "%n%-14s %12s   %s%n", "step", "rows left", "what it does");
    for (Forecast.Stage stage : forecast.stages()) {
      out.printf(Locale.ROOT, "%-14s %12s   %s%n", stage.label(), rows(stage), stage.summary());
      if (stage.knownRows() >= 0) {
        long all = stage.total() * stage.scorings();
        out.printf(
            Locale.ROOT,
            "%-14s %12s   %,d of %,d rows%s are in the score store, %,d are to be scored%n",
            "",
            "",
            stage.knownRows(),
            all,
            stage.scorings() == 1
                ? ""
                : String.format(
                    Locale.ROOT,
                    " (%,d by each of %d checkpoints)",
                    stage.total(),
                    stage.scorings()),
            all - stage.knownRows());
      }
    }
    forecast.stages().forEach(stage -> MixtureTable.print(stage, out));
    printDomains(forecast, out);
  }

  private static void printDomains(Forecast forecast, PrintWriter out) {
    Map<String, Long> read = forecast.stages().get(0).rows();
    Forecast.Stage last = forecast.stages().get(forecast.stages().size() - 1);
    int width =
        Math.max(
            6, read.keySet().stream().map(Printable::of).mapToInt(String::length).max().orElse(0));
    String line = "%-" + width + "s %12s %12s%n";
    out.printf(Locale.ROOT, "%n" + line, "domain", "read", "written");
    for (String domain : new TreeSet<>(read.keySet())) {
      long written = last.rows().getOrDefault(domain, 0L);
      out.printf(
          Locale.ROOT,
          line,
          Printable.of(domain),
          String.format(Locale.ROOT, "%,d", read.get(domain)),
          (last.isExact() ? "" : "about ") + String.format(Locale.ROOT, "%,d", written));
    }
    if (!last.isExact()) {
      out.printf(
          Locale.ROOT,
          "%nWhich domains the selection takes its rows from is known when the scores are.%n");
    }
  }

  private static String rows(Forecast.Stage stage) {
    return String.format(Locale.ROOT, "%,d", stage.total());
  }
}
