package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.pipelines.run.AnswerSource;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.SynthesisReport;
import org.winnow.pipelines.run.SynthesisRun;
import org.winnow.scorers.train.StudentTrainer;
import org.winnow.synth.teacher.BatchPendingException;
import org.winnow.synth.teacher.Spending;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow synth}: new samples by the method of a recipe. */
@Command(
    name = "synth",
    description =
        "Makes new samples. LLM2LLM, in rounds: train a student, ask it the seeds, let a teacher write"
            + " items like the wrong ones. LEMMA: let a teacher make solutions that notice an error and"
            + " mend it out of a student's wrong ones. A run that was cut off asks nothing twice.",
    mixinStandardHelpOptions = true)
final class SynthCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "RECIPE",
      description = "A YAML file with name, seed, input, teacher, and either llm2llm or lemma.")
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

  @ArgGroup(exclusive = true)
  private Answers answers = new Answers();

  /** From where answers come that are not known yet, if not from whom the recipe names. */
  private static final class Answers {
    @Option(
        names = "--replay",
        description =
            "Send nothing and take known answers of servers only; publish if none is missing, for a"
                + " run that has to repeat exactly. Students in this process are trained and asked as"
                + " always.")
    private boolean replay;

    @Option(
        names = "--batch",
        paramLabel = "DIR",
        description =
            "Send nothing: write what is to be asked next to this folder as an OpenAI batch and"
                + " stop. Once its results are in the folder, the same command goes on from there.")
    private @Nullable Path batch;

    AnswerSource source() {
      if (batch != null) {
        return AnswerSource.ofBatches(batch);
      }
      return replay ? AnswerSource.ofKnown() : AnswerSource.ofRecipe();
    }
  }

  @Mixin private RunnerOptions runner = new RunnerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    SynthesisRecipe read = RecipeReader.readSynthesis(recipe, overrides);
    Path folder = output == null ? Path.of(read.name()) : output;
    PrintWriter out = spec.commandLine().getOut();
    SynthesisRun.Outcome outcome;
    try {
      SynthesisRun run = new SynthesisRun(read, folder, answers.source());
      Optional<Launcher> flink = runner.flink(spec.commandLine());
      outcome = flink.isPresent() ? run.run(flink.get()) : run.run(this::show);
    } catch (BatchPendingException pending) {
      PendingBatch.print(read, pending, out);
      out.flush();
      return ExitCode.UNANSWERED.number();
    }
    return print(outcome, folder, out).number();
  }

  private static ExitCode print(SynthesisRun.Outcome outcome, Path folder, PrintWriter out) {
    SynthesisReport report = outcome.report();
    report.table().forEach(out::println);
    if (outcome.missing() == 0) {
      out.printf(
          Locale.ROOT,
          "%s: %,d new items from %s; ended: %s%n",
          folder,
          report.made(),
          report.origin(),
          report.end());
    }
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
    if (outcome.missing() > 0) {
      out.printf(
          Locale.ROOT,
          "%,d requests have no known answer; nothing is published%n",
          outcome.missing());
    }
    out.flush();
    if (outcome.missing() > 0) {
      return ExitCode.UNANSWERED;
    }
    return report.budgetSpent() ? ExitCode.LIMIT : ExitCode.DONE;
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
