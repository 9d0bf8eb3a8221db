package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.stream.Stream;
import org.winnow.scorers.bench.BenchReport;
import org.winnow.scorers.bench.Measurement;

/** Shows a benchmark of scoring. */
final class BenchTable {
  private static final String UNKNOWN = "-";

  private BenchTable() {}

  static void print(String title, BenchReport report, PrintWriter out) {
    printSubject(title, report, out);
    int width =
        report.engines().stream().mapToInt(engine -> engine.name().length()).max().orElse(0);
    String name = "%-" + Math.max(width, "thread seconds".length()) + "s";
    printRates(report, name, out);
    printPhases(report, name, out);
    line(
        out,
        "%nx twin: the published procedure's processor time for a sample, in those of this row."
            + "%nof matmul: useful operations of forward and activation backward, as a share of what"
            + " matrix products alone reach%nin that processor time. peak MB: resident, of the"
            + " process up to then.%nthread seconds: of all threads, waiting for a processor"
            + " included.%s",
        report.matmulRate().accelerated() ? " On an accelerator time is that of the clock." : "");
  }

  private static void printSubject(String title, BenchReport report, PrintWriter out) {
    line(
        out,
        "model     %s: %d layers, width %d, %.1f million weights",
        title,
        report.decoder().layers(),
        report.decoder().hiddenSize(),
        report.parameters() / 1e6);
    line(
        out,
        "samples   %,d of %,d tokens on average, %.0f of them scored; %.1f%% padding; %d refused",
        report.samples(),
        report.tokens() / report.samples(),
        (double) report.scoredTokens() / report.samples(),
        100 * report.paddingShare(),
        report.refused());
    line(
        out,
        "machine   %d threads; float32 matrix products: %.1f GFLOP/s, %.1f for each processor second;"
            + " best of %d runs",
        report.workers(),
        report.matmulRate().perSecond() / 1e9,
        report.matmulRate().perProcessorSecond() / 1e9,
        report.runs());
  }

  private static void printRates(BenchReport report, String name, PrintWriter out) {
    line(
        out,
        "%n" + name + " %10s %10s %14s %9s %10s %8s",
        "scorers",
        "samples/s",
        "tokens/s",
        "cpu s/sample",
        "x twin",
        "of matmul",
        "peak MB");
    Stream.concat(report.engines().stream(), report.twin().stream())
        .forEach(
            measured ->
                line(
                    out,
                    name + " %10.2f %10.0f %14.5f %9s %10s %8s",
                    measured.name(),
                    measured.samplesPerSecond(),
                    measured.tokensPerSecond(),
                    measured.processorSecondsPerSample(),
                    report.timesFaster(measured).map(times -> text("%.2f", times)).orElse(UNKNOWN),
                    report
                        .matmulShare(measured)
                        .map(share -> text("%.1f%%", 100 * share))
                        .orElse(UNKNOWN),
                    peak(measured)));
  }

  private static void printPhases(BenchReport report, String name, PrintWriter out) {
    report.engines().stream()
        .findFirst()
        .ifPresent(
            first -> {
              out.printf(Locale.ROOT, "%n" + name, "thread seconds");
              first
                  .phaseSeconds()
                  .keySet()
                  .forEach(phase -> out.printf(Locale.ROOT, " %9s", phase));
              out.println();
            });
    for (Measurement engine : report.engines()) {
      out.printf(Locale.ROOT, name, engine.name());
      engine.phaseSeconds().values().forEach(s -> out.printf(Locale.ROOT, " %9.3f", s));
      out.println();
    }
  }

  private static String peak(Measurement measured) {
    return measured.peakBytes().isPresent()
        ? text("%,.0f", measured.peakBytes().getAsLong() / 1e6)
        : UNKNOWN;
  }

  private static String text(String format, double number) {
    return String.format(Locale.ROOT, format, number);
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.printf(Locale.ROOT, format + "%n", values);
  }
}
