package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.winnow.pipelines.run.Forecast;
import org.winnow.transforms.mix.Division;
import org.winnow.transforms.mix.Mixture;

/** Shows what each phase of a mixture takes of each domain. */
final class MixtureTable {
  private MixtureTable() {}

  /** Prints the mixture of a stage, if it makes one by rows. */
  static void print(Forecast.Stage stage, PrintWriter out) {
    stage.mixture().ifPresent(mixture -> print(stage.label(), stage.isExact(), mixture, out));
  }

  private static void print(String label, boolean isExact, Mixture mixture, PrintWriter out) {
    int width =
        mixture.sizes().keySet().stream()
            .mapToInt(domain -> Printable.of(domain).length())
            .reduce(6, Math::max);
    for (int i = 0; i < mixture.phases().size(); i++) {
      Division phase = mixture.phases().get(i);
      double all = Math.max(1, phase.total());
      out.printf(
          Locale.ROOT,
          "%n%s, phase %d of %d: %s%,d rows; as loss weights instead, the gradient's second moment"
              + " would grow by F = %.2f%n",
          label,
          i + 1,
          mixture.phases().size(),
          isExact ? "" : "about ",
          phase.total(),
          mixture.varianceFactor(i));
      String line = "  %-" + width + "s %12s %8s %8s%n";
      out.printf(Locale.ROOT, line, "domain", "quota", "share", "epochs");
      int number = i;
      phase
          .quotas()
          .forEach(
              (domain, quota) ->
                  out.printf(
                      Locale.ROOT,
                      line,
                      Printable.of(domain),
                      String.format(Locale.ROOT, "%,d", quota),
                      String.format(Locale.ROOT, "%.1f%%", 100 * quota / all),
                      String.format(Locale.ROOT, "%.2f", mixture.epochs(number, domain))));
    }
    for (String domain : mixture.sizes().keySet()) {
      if (mixture.epochs(domain) > Mixture.MANY_EPOCHS) {
        out.printf(
            Locale.ROOT,
            "note: %s is repeated %.1f times; more than %.0f epochs tend to overfit%n",
            Printable.of(domain),
            mixture.epochs(domain),
            Mixture.MANY_EPOCHS);
      }
    }
  }
}
