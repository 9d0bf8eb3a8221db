package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.pipelines.run.SynthesisRun;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.synth.llm2llm.Llm2Llm;
import org.winnow.synth.llm2llm.RoundReport;
import org.winnow.synth.teacher.Spending;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow synth}: new samples where a student is weak. */
@Command(
    name = "synth",
    description =
        "Makes new samples where a student is weak, by rounds of LLM2LLM: train, ask the seeds, let"
            + " a teacher write items like the wrong ones. A run that was cut off asks nothing twice.",
    mixinStandardHelpOptions = true)
final class SynthCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description = "A YAML file with name, seed, input, model, train, teacher and llm2llm.")
  private Path recipe = Path.of("recipe.yaml");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Publish to this folder (default: named after the recipe).")
  private @Nullable Path output;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Change the recipe, as in --set llm2llm.rounds=1.")
  private List<String> overrides = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    SynthesisRecipe read = RecipeReader.readSynthesis(recipe, overrides);
    Path folder = output == null ? Path.of(read.name()) : output;
    SynthesisRun.Outcome outcome = new SynthesisRun(read, folder).run(this::show);
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%-6s %11s %12s %9s %9s  %s%n",
        "round",
        "trained on",
        "wrong seeds",
        "accepted",
        "held out",
        "rejected");
    outcome.result().rounds().forEach(round -> print(round, out));
    out.printf(
        Locale.ROOT,
        "%s: %,d new items from %,d seeds; ended: %s%n",
        folder,
        outcome.result().items().size(),
        outcome.seeds(),
        outcome.result().end().name().toLowerCase(Locale.ROOT));
    Spending spent = outcome.spent();
    if (spent.requests() > 0) {
      out.printf(
          Locale.ROOT,
          "sent %,d requests, %,d tokens, money %s%n",
          spent.requests(),
          spent.tokens().total(),
          spent.money().toPlainString());
    }
    outcome
        .leftOut()
        .forEach((reason, rows) -> out.printf(Locale.ROOT, "left out: %s %,d%n", reason, rows));
    out.flush();
    return outcome.result().end() == Llm2Llm.End.BUDGET_SPENT
        ? ExitCode.BUDGET.number()
        : ExitCode.DONE.number();
  }

  private static void print(RoundReport round, PrintWriter out) {
    String rejected =
        round.rejected().entrySet().stream()
            .map((Map.Entry<String, Integer> entry) -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining(", "));
    String heldOut =
        round.heldOut().isPresent()
            ? String.format(Locale.ROOT, "%.1f%%", 100 * round.heldOut().getAsDouble())
            : "-";
    out.printf(
        Locale.ROOT,
        "%-6d %,11d %,12d %,9d %9s  %s%n",
        round.round(),
        round.trainedOn(),
        round.wrongSeeds(),
        round.accepted(),
        heldOut,
        rejected);
    round
        .unanswered()
        .forEach((reason, n) -> out.printf(Locale.ROOT, "       unanswered: %s %,d%n", reason, n));
    round
        .notLearned()
        .forEach((reason, n) -> out.printf(Locale.ROOT, "       not learned: %s %,d%n", reason, n));
  }

  private void show(StudentTrainer.Step step) {
    if (step.step() == step.steps()) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          Locale.ROOT, "a student is trained: %,d steps, loss %.4f%n", step.steps(), step.loss());
      err.flush();
    }
  }
}
