package org.winnow.runners.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code winnow bench}: measures this machine. */
@Command(
    name = "bench",
    description = "Measures how fast this machine works.",
    mixinStandardHelpOptions = true,
    subcommands = {BenchScoreCommand.class, BenchGenerateCommand.class, BenchSearchCommand.class})
final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
