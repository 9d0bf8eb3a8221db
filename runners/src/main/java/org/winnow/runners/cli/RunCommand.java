package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code winnow run}: from raw files to a published dataset. */
@Command(
    name = "run",
    description = "Curates the input and publishes a dataset.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Mixin private RecipeOptions options = new RecipeOptions();

  @Mixin private RunnerOptions runner = new RunnerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    CurationPlan plan = options.plan();
    Launcher launcher = runner.launcher(plan, spec.commandLine());
    PrintWriter out = spec.commandLine().getOut();
    RunReport report;
    try (ProgressDisplay ignored = ProgressDisplay.start(plan, spec.commandLine().getErr())) {
      report = new CurationRun(plan, launcher, Clock.systemUTC()).run();
    }
    ReportTable.print(report, plan, out);
    out.flush();
    return ExitCode.DONE.number();
  }
}
