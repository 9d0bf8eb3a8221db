package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.winnow.pipelines.recipe.EndpointSection;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.synth.teacher.BatchPendingException;
import org.winnow.synth.teacher.Forecast;
import org.winnow.synth.teacher.TeacherSettings;

/** Says what an offline batch waits for, and what is to be done. */
final class PendingBatch {
  private static final int SHOWN = 10;

  private PendingBatch() {}

  static void print(SynthesisRecipe recipe, BatchPendingException pending, PrintWriter out) {
    TeacherSettings settings =
        recipe.server().map(EndpointSection::settings).orElse(TeacherSettings.STANDARD);
    Forecast forecast = Forecast.of(pending.requests(), settings);
    out.printf(
        Locale.ROOT,
        "%,d requests have no answer yet; nothing is published%n",
        forecast.requests());
    pending.files().forEach(file -> out.printf(Locale.ROOT, "  %s%n", file));
    out.printf(
        Locale.ROOT,
        "estimated: %,d tokens of input, %,d of output%s%n",
        forecast.tokens().input(),
        forecast.tokens().output(),
        forecast.cost().map(money -> ", money " + money.toPlainString()).orElse(""));
    pending
        .failed()
        .forEach(
            (kind, n) -> out.printf(Locale.ROOT, "failed, to be asked again: %s %,d%n", kind, n));
    pending.malformed().stream()
        .limit(SHOWN)
        .forEach(line -> out.printf(Locale.ROOT, "no result: %s%n", Printable.of(line)));
    if (pending.malformed().size() > SHOWN) {
      out.printf(
          Locale.ROOT,
          "and %,d lines more that are no result%n",
          pending.malformed().size() - SHOWN);
    }
    pending
        .others()
        .forEach(
            file ->
                out.printf(
                    Locale.ROOT,
                    "neither requests nor results: %s%n",
                    Printable.of(file.toString())));
    out.printf(
        Locale.ROOT,
        "Have each of these files answered as a batch, put what comes back beside it under any other"
            + " name, and give the same command again.%n");
  }
}
