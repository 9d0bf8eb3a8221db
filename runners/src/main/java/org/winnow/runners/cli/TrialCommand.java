package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.recipe.TrialRecipe;
import org.winnow.pipelines.trial.Arm;
import org.winnow.pipelines.trial.Interval;
import org.winnow.pipelines.trial.Measured;
import org.winnow.pipelines.trial.TrialResult;
import org.winnow.pipelines.trial.TrialRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow trial}: was the curation worth it? */
@Command(
    name = "trial",
    description =
        "Trains the same model on a curated set, on as many rows by chance and on everything, several"
            + " times each, and measures all of them on rows that they have not seen.",
    mixinStandardHelpOptions = true)
final class TrialCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description =
          "A YAML file with name, seed, curated, everything, held_out, model, train, repetitions and"
              + " answers.")
  private Path recipe = Path.of("recipe.yaml");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Keep checkpoints and numbers here (default: named after the recipe).")
  private @Nullable Path output;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Change the recipe, as in --set repetitions=5.")
  private List<String> overrides = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    TrialRecipe read = RecipeReader.readTrial(recipe, overrides);
    Path folder = output == null ? Path.of(read.name()) : output;
    TrialResult result = new TrialRun(read, folder).run(this::show);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(Locale.ROOT, "%-12s %9s  %-22s %s%n", "arm", "rows", "held-out loss", "accuracy");
    for (Arm arm : Arm.values()) {
      out.printf(
          Locale.ROOT,
          "%-12s %,9d  %-22s %s%n",
          arm.label(),
          result.rows(arm),
          shown(result.loss(arm)),
          result.accuracy(arm).map(TrialCommand::shown).orElse("-"));
    }
    for (Arm other : List.of(Arm.RANDOM, Arm.EVERYTHING)) {
      out.printf(
          Locale.ROOT,
          "curated against %s: loss %s%s%n",
          other.label(),
          verdict(result.lossGain(other), "lower", "higher"),
          accuracy(result.accuracyGain(other)));
    }
    out.println("means with 95% confidence intervals of " + read.repetitions() + " repetitions");
    out.flush();
    return ExitCode.DONE.number();
  }

  private static String accuracy(Optional<Interval> gain) {
    return gain.map(interval -> ", accuracy " + verdict(interval, "higher", "lower")).orElse("");
  }

  private static String verdict(Interval gain, String better, String worse) {
    String by = gain.mean() < 0 ? worse : better;
    return by
        + " by "
        + shown(Math.abs(gain.mean()), gain.halfWidth())
        + (gain.excludesZero() ? "" : " (may be chance)");
  }

  private static String shown(Interval interval) {
    return shown(interval.mean(), interval.halfWidth());
  }

  private static String shown(double mean, OptionalDouble halfWidth) {
    String text = String.format(Locale.ROOT, "%.4f", mean);
    return halfWidth.isPresent()
        ? text + String.format(Locale.ROOT, " +- %.4f", halfWidth.getAsDouble())
        : text;
  }

  private void show(Measured measured) {
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "%s, repetition %d: loss %.4f%n",
        measured.arm().label(),
        measured.repetition(),
        measured.loss());
    err.flush();
  }
}
