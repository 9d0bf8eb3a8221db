package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.recipe.TrainingRecipe;
import org.winnow.pipelines.run.TrainingRun;
import org.winnow.scorers.train.StudentTrainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow train}: a checkpoint, trained on samples. */
@Command(
    name = "train",
    description =
        "Trains a checkpoint on samples and writes another, which Hugging Face reads. A training that"
            + " was cut off goes on where its state was last saved.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  /** A line of progress for each of so many parts of a training. */
  private static final int LINES = 20;

  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description = "A YAML file with name, seed, input, model and train.")
  private Path recipe = Path.of("recipe.yaml");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Write the checkpoint to this folder (default: named after the recipe).")
  private @Nullable Path output;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Change the recipe, as in --set train.epochs=1.")
  private List<String> overrides = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    TrainingRecipe read = RecipeReader.readTraining(recipe, overrides);
    Path folder = output == null ? Path.of(read.name()) : output;
    TrainingRun.Outcome outcome = new TrainingRun(read, folder).run(this::show);
    PrintWriter out = spec.commandLine().getOut();
    List<Double> losses = outcome.record().losses();
    out.printf(
        Locale.ROOT,
        "%s: %,d samples, %,d steps, loss %.4f at first, %.4f at last%n",
        folder,
        outcome.record().samples(),
        losses.size(),
        losses.get(0),
        losses.get(losses.size() - 1));
    outcome
        .broken()
        .forEach((reason, rows) -> out.printf(Locale.ROOT, "broken rows: %s %,d%n", reason, rows));
    outcome
        .record()
        .refused()
        .forEach((reason, rows) -> out.printf(Locale.ROOT, "left out: %s %,d%n", reason, rows));
    out.flush();
    return ExitCode.DONE.number();
  }

  private void show(StudentTrainer.Step step) {
    if (step.step() * LINES / step.steps() > (step.step() - 1) * LINES / step.steps()) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf(
          Locale.ROOT,
          "step %,d of %,d, loss %.4f, gradient norm %.3f, rate %.2e%n",
          step.step(),
          step.steps(),
          step.loss(),
          step.gradientNorm(),
          step.rate());
      err.flush();
    }
  }
}
