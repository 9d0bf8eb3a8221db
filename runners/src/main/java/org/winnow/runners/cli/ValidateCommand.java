package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.recipe.SynthesisRecipe;
import org.winnow.pipelines.run.SynthesisRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code winnow validate}: says everything that is wrong before anything heavy starts. */
@Command(
    name = "validate",
    description = "Checks a recipe, its files and its checkpoint; runs nothing.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Mixin private RecipeOptions options = new RecipeOptions();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (options.isSynthesis()) {
      SynthesisRecipe recipe = options.synthesis();
      SynthesisRun.Plan plan = new SynthesisRun(recipe, options.output(recipe)).plan();
      out.printf(Locale.ROOT, "%s is sound: %s%n", recipe.name(), plan.forecast().origin());
    } else {
      CurationPlan plan = options.plan();
      out.printf(
          Locale.ROOT,
          "%s is sound: %d files, %d steps%n",
          plan.recipe().name(),
          plan.files().size(),
          plan.steps().size());
    }
    out.flush();
    return ExitCode.DONE.number();
  }
}
