package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.run.PipelineFailedException;
import org.winnow.pipelines.run.Version;
import org.winnow.schemas.Locations;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code winnow}. */
@Command(
    name = "winnow",
    description = "Curates instruction data: scores, selects, mixes, publishes.",
    mixinStandardHelpOptions = true,
    versionProvider = WinnowCommand.VersionText.class,
    subcommands = {
      RunCommand.class,
      RefreshCommand.class,
      ScheduleCommand.class,
      RenderCommand.class,
      PackageCommand.class,
      VersionsCommand.class,
      DiffCommand.class,
      RollbackCommand.class,
      ScoreCommand.class,
      TrainCommand.class,
      SynthCommand.class,
      TrialCommand.class,
      ValidateCommand.class,
      PlanCommand.class,
      StepsCommand.class,
      ExportCommand.class,
      BenchCommand.class,
      CommandLine.HelpCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:the command line or the recipe is wrong",
      "3:the data does not allow what the recipe asks for",
      "4:something failed while running",
      "5:the budget is spent, what there was by then is published; or an expectation of the recipe"
          + " does not hold, nothing is published",
      "6:answers of a batch or of a replay are missing, nothing is published"
    })
public final class WinnowCommand implements Runnable {
  /**
   * Commands whose paths may be locations with a scheme; those of the others are of this machine.
   */
  private static final Set<String> ANYWHERE =
      Set.of("run", "plan", "validate", "refresh", "schedule", "versions", "diff", "rollback");

  @Option(
      names = "--stacktrace",
      description = "Show where in the program a failure came from.",
      scope = CommandLine.ScopeType.INHERIT)
  private boolean stacktrace;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  /** Runs one command and gives the exit code. */
  public static int execute(String... arguments) {
    return commandLine().execute(arguments);
  }

  /** The command line, for those who want its output elsewhere. */
  public static CommandLine commandLine() {
    WinnowCommand command = new WinnowCommand();
    CommandLine all =
        new CommandLine(command)
            .setExecutionExceptionHandler(
                (failure, line, parsed) -> command.explain(failure, line.getErr()))
            .setCaseInsensitiveEnumValuesAllowed(true)
            .registerConverter(Path.class, Locations::localPath);
    all.getSubcommands().entrySet().stream()
        .filter(subcommand -> ANYWHERE.contains(subcommand.getKey()))
        .forEach(
            subcommand -> subcommand.getValue().registerConverter(Path.class, Locations::path));
    return all;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private int explain(Exception failure, PrintWriter err) {
    ExitCode code = ExitCode.RUNTIME;
    String message = "the run failed: " + failure;
    if (failure instanceof RecipeException) {
      code = ExitCode.RECIPE;
      message = String.valueOf(failure.getMessage());
    } else if (failure instanceof DataException) {
      code = ExitCode.DATA;
      message = String.valueOf(failure.getMessage());
    } else if (failure instanceof PipelineFailedException) {
      message = "the run failed, nothing was published: " + failure.getMessage();
    } else if (failure instanceof UncheckedIOException) {
      message = "the run failed: " + failure.getMessage(); // its type says nothing to people
    }
    err.println("winnow: " + Printable.lines(message));
    if (stacktrace) {
      failure.printStackTrace(err); // asked for
    } else if (code == ExitCode.RUNTIME) {
      err.println("winnow: run again with --stacktrace to see where it came from");
    }
    err.flush();
    return code.number();
  }

  /** Tells the version of the build. */
  static final class VersionText implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"winnow " + Version.number()};
    }
  }
}
