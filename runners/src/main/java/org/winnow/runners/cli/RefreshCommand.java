package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.winnow.pipelines.recipe.Recipe;
import org.winnow.pipelines.refresh.RefreshOutcome;
import org.winnow.pipelines.refresh.RefreshRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow refresh}: a new version of a dataset if anything changed. */
@Command(
    name = "refresh",
    description =
        "Looks what changed since the last version of a dataset and publishes a new one, scoring"
            + " only what is new; publishes nothing if nothing changed. Readers use DIR/latest; on an"
            + " object store, the version that DIR/latest.json names.",
    mixinStandardHelpOptions = true)
final class RefreshCommand implements Callable<Integer> {
  @Mixin private RefreshOptions options = new RefreshOptions();

  @Option(names = "--plan", description = "Say what changed and what would be done; do nothing.")
  private boolean planOnly;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    options.check();
    Recipe recipe = options.recipe();
    Path dataset = options.dataset(recipe);
    RefreshRun run = options.refresh(recipe, dataset);
    PrintWriter out = spec.commandLine().getOut();
    if (planOnly) {
      RefreshTable.printWithEnd(run.plan(), dataset, out);
      return ExitCode.DONE.number();
    }
    RefreshOutcome outcome = run.run();
    RefreshTable.print(outcome, dataset, out);
    return (outcome instanceof RefreshOutcome.Refused ? ExitCode.LIMIT : ExitCode.DONE).number();
  }
}
