package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.RunReport;
import org.winnow.runners.launch.FlinkLauncher;
import org.winnow.runners.launch.LocalLauncher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code winnow run}: from raw files to a published dataset. */
@Command(
    name = "run",
    description = "Curates the input and publishes a dataset.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  /** Where a pipeline runs. */
  enum RunnerChoice {
    LOCAL,
    FLINK
  }

  @Mixin private RecipeOptions options = new RecipeOptions();

  @Option(
      names = "--runner",
      paramLabel = "local|flink",
      description =
          "Where it runs: in this process, or on a Flink embedded in it (default: local).")
  private RunnerChoice runner = RunnerChoice.LOCAL;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Threads that work on the steps (default: processors of this machine).")
  private int parallelism = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (parallelism < 1) {
      throw new picocli.CommandLine.ParameterException(
          spec.commandLine(), "--parallelism: expected at least 1, found " + parallelism);
    }
    CurationPlan plan = options.plan();
    PrintWriter out = spec.commandLine().getOut();
    RunReport report;
    try (ProgressDisplay ignored = ProgressDisplay.start(plan, spec.commandLine().getErr())) {
      report = new CurationRun(plan, launcher(), Clock.systemUTC()).run();
    }
    ReportTable.print(report, plan, out);
    out.flush();
    return ExitCode.DONE.number();
  }

  private Launcher launcher() {
    return switch (runner) {
      case LOCAL -> new LocalLauncher(parallelism);
      case FLINK -> new FlinkLauncher(parallelism);
    };
  }
}
