package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.pipelines.run.Forecast;
import org.winnow.pipelines.run.SynthesisRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code winnow plan}: what a run would do. */
@Command(
    name = "plan",
    description =
        "Reads the input and says what a run would do; scores, trains, asks and writes nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  @Mixin private RecipeOptions options = new RecipeOptions();

  @Mixin private RunnerOptions runner = new RunnerOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (options.isSynthesis()) {
      SynthesisRecipe recipe = options.synthesis();
      Path output = options.output(recipe);
      SynthesisForecastTable.print(recipe, output, new SynthesisRun(recipe, output).plan(), out);
    } else {
      CurationPlan plan = options.plan();
      Forecast forecast = Forecast.of(plan, runner.launcher(plan, spec.commandLine()));
      ForecastTable.print(plan, forecast, out);
    }
    out.flush();
    return ExitCode.DONE.number();
  }
}
