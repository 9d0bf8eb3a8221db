package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.winnow.pipelines.recipe.EndpointSection;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.synth.teacher.BatchPendingException;
import org.winnow.synth.teacher.Forecast;
import org.winnow.synth.teacher.TeacherRequest;
import org.winnow.synth.teacher.TeacherSettings;
import org.winnow.synth.teacher.TokenUsage;

/** Says what an offline batch waits for, and what is to be done. */
final class PendingBatch {
  private static final int SHOWN = 10;

  private PendingBatch() {}

  static void print(SynthesisRecipe recipe, BatchPendingException pending, PrintWriter out) {
    Forecast forecast = Forecast.of(pending.requests(), settings(recipe, pending.requests()));
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
    some(pending.malformed(), "no result: %s%n", "and %,d lines more that are no result%n", out);
    some(
        pending.strangers(),
        "the result of another request than these: %s%n",
        "and %,d results more of other requests%n",
        out);
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

  private static void some(List<String> found, String each, String more, PrintWriter out) {
    found.stream().limit(SHOWN).forEach(text -> out.printf(Locale.ROOT, each, Printable.of(text)));
    if (found.size() > SHOWN) {
      out.printf(Locale.ROOT, more, found.size() - SHOWN);
    }
  }

  /** Of the server that has the model which is asked. All requests of a batch ask the same one. */
  private static TeacherSettings settings(SynthesisRecipe recipe, List<TeacherRequest> requests) {
    String model = requests.get(0).parameters().model();
    return recipe.servers().stream()
        .map(EndpointSection::settings)
        .filter(settings -> settings.prices().cost(model, TokenUsage.NONE).isPresent())
        .findFirst()
        .orElse(TeacherSettings.STANDARD);
  }
}
