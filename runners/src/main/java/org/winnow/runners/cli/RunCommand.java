package org.winnow.runners.cli;

import java.util.concurrent.Callable;
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
    runner.run(options.plan(), spec.commandLine());
    return ExitCode.DONE.number();
  }
}
