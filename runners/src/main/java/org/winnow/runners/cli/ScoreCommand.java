package org.winnow.runners.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.recipe.Recipe;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.recipe.StepSection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow score}: every row with its scores, none chosen. */
@Command(
    name = "score",
    description =
        "Writes the scores of every row beside it and selects nothing. Of a recipe, only reading and"
            + " scoring is done.",
    mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
  private static final String DEFAULT_SCORERS = "loss, donod, spectrum";
  private static final String DEFAULT_CHECKPOINT = "builtin:reference";
  private static final int MAX_NAME = 80;

  @Parameters(
      index = "0",
      paramLabel = "RECIPE|DATA",
      description =
          "A recipe, which is a .yaml file; or what is to be scored: a data file, a glob or a folder."
              + " Data is scored by loss, donod and spectrum with builtin:reference unless options"
              + " say otherwise.")
  private Path subject = Path.of("recipe.yaml");

  @Option(
      names = "--scorers",
      paramLabel = "a,b",
      description =
          "Score with these in place of the recipe's; options go as in a recipe,"
              + " --scorers 'loss,{spectrum: {per_layer: true}}'.")
  private @Nullable String scorers;

  @Option(
      names = "--checkpoint",
      paramLabel = "DIR",
      description = "Score with this model: builtin:reference or the folder of a checkpoint.")
  private @Nullable String checkpoint;

  @Mixin private CorpusOptions corpus = new CorpusOptions();

  @Mixin private RunnerOptions runner = new RunnerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Recipe written = read(List.of());
    Recipe recipe =
        (scorers == null ? written : read(List.of("steps=" + scoreStep(scorers)))).scoringOnly();
    if (recipe.steps().isEmpty()) {
      throw new RecipeException(
          subject.toString(),
          List.of("steps: there is no score step; add one, or say --scorers loss,donod"));
    }
    List<String> leftOut =
        written.steps().stream()
            .filter(step -> !step.spec().scores())
            .map(StepSection::label)
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (!leftOut.isEmpty()) {
      out.println("left out, because they do not score: " + String.join(", ", leftOut));
      out.flush();
    }
    runner.run(corpus.plan(recipe, recipe.name() + "-scored"), spec.commandLine());
    return ExitCode.DONE.number();
  }

  private Recipe read(List<String> changes) throws RecipeException, IOException {
    List<String> overrides = new ArrayList<>();
    if (checkpoint != null) {
      overrides.add("model.checkpoint=" + CorpusOptions.quoted(fromHere(checkpoint)));
    }
    overrides.addAll(changes);
    overrides.addAll(corpus.overrides());
    if (isRecipe()) {
      return RecipeReader.read(subject, overrides);
    }
    if (corpus.hasInput()) {
      throw new ParameterException(
          spec.commandLine(), "--input: the data to score is named already, " + subject);
    }
    String yaml =
        String.join(
            "\n",
            "name: " + CorpusOptions.quoted(name()),
            "input: " + CorpusOptions.inputOf(subject),
            "model: {checkpoint: " + DEFAULT_CHECKPOINT + "}",
            "steps: " + scoreStep(DEFAULT_SCORERS));
    return RecipeReader.readText(
        "the scoring of " + subject, Path.of("").toAbsolutePath(), yaml, overrides);
  }

  private boolean isRecipe() {
    return subject.toString().matches("(?i).*\\.ya?ml");
  }

  /** The data's name up to its first dot, with what a dataset's name cannot hold replaced. */
  private String name() {
    Path last = subject.toAbsolutePath().normalize().getFileName();
    String name =
        (last == null ? "" : last.toString())
            .replaceFirst("\\..*", "")
            .replaceAll("[^A-Za-z0-9_-]+", "-")
            .replaceFirst("^[^A-Za-z0-9]+", "");
    return name.isEmpty() ? "data" : name.substring(0, Math.min(name.length(), MAX_NAME));
  }

  /** A recipe's paths are relative to the recipe, those of a command line to this folder. */
  private static String fromHere(String path) {
    return path.startsWith("builtin:") ? path : Path.of(path).toAbsolutePath().toString();
  }

  private static String scoreStep(String list) {
    return "[{score: {scorers: [" + list + "]}}]";
  }
}
