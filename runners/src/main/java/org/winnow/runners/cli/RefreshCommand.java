package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.recipe.Recipe;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.refresh.RefreshOutcome;
import org.winnow.pipelines.refresh.RefreshRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow refresh}: a new version of a dataset if anything changed. */
@Command(
    name = "refresh",
    description =
        "Looks what changed since the last version of a dataset and publishes a new one, scoring only"
            + " what is new; publishes nothing if nothing changed. Readers use DIR/latest.",
    mixinStandardHelpOptions = true)
final class RefreshCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RECIPE", description = "The recipe, a YAML file.")
  private Path recipe = Path.of("recipe.yaml");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description =
          "The dataset: versions stand in DIR/versions, DIR/latest is the one to read (default: named"
              + " after the recipe).")
  private @Nullable Path output;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = "Change the recipe, as in --set expect.min_rows=1000.")
  private List<String> overrides = List.of();

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Delete all but the N newest versions; the latest stays (default: keep all).")
  private @Nullable Integer keep;

  @Option(names = "--plan", description = "Say what changed and what would be done; do nothing.")
  private boolean planOnly;

  @Mixin private RunnerOptions runner = new RunnerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (keep != null && keep < 1) {
      throw new ParameterException(
          spec.commandLine(), "--keep: expected at least 1, found " + keep);
    }
    Recipe read = RecipeReader.read(recipe, overrides);
    Path dataset = output == null ? Path.of(read.name()) : output;
    PrintWriter out = spec.commandLine().getOut();
    RefreshRun run =
        new RefreshRun(
            read,
            dataset,
            new RefreshRun.Options(
                keep == null ? OptionalInt.empty() : OptionalInt.of(keep),
                plan -> runner.shown(plan, spec.commandLine()),
                Clock.systemUTC(),
                ThisProcess.name(),
                plan -> RefreshTable.print(plan, dataset, out)));
    if (planOnly) {
      RefreshTable.print(run.plan(), dataset, out);
      return ExitCode.DONE.number();
    }
    RefreshOutcome outcome = run.run();
    RefreshTable.print(outcome, dataset, out);
    return (outcome instanceof RefreshOutcome.Refused ? ExitCode.LIMIT : ExitCode.DONE).number();
  }
}
