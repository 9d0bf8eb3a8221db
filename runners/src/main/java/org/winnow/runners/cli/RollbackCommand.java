package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.refresh.DatasetVersion;
import org.winnow.pipelines.refresh.Rollback;
import org.winnow.pipelines.refresh.Versions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow rollback}: gives readers another version. */
@Command(
    name = "rollback",
    description =
        "Makes an older version the latest again. What is newer stays, but a refresh does not publish"
            + " the same again until something changes.",
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DATASET", description = "The folder with the versions.")
  private Path dataset = Path.of(".");

  @Option(
      names = "--to",
      paramLabel = "VERSION",
      description = "The version that readers get (default: the one before the latest).")
  private @Nullable Integer version;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    DatasetVersion now =
        Rollback.run(dataset, Optional.ofNullable(version), ThisProcess.name(), Clock.systemUTC());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        Locale.ROOT,
        "%s: version %d of %s is the latest, %,d rows%n",
        new Versions(dataset).pointer(),
        now.number(),
        now.created(),
        now.rows());
    out.flush();
    return ExitCode.DONE.number();
  }
}
