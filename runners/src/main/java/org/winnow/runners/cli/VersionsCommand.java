package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.refresh.DatasetVersion;
import org.winnow.pipelines.refresh.Versions;
import org.winnow.pipelines.run.DatasetRows;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow versions}: what a refreshed dataset has. */
@Command(
    name = "versions",
    description = "Lists the versions of a dataset that is refreshed.",
    mixinStandardHelpOptions = true)
final class VersionsCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "DATASET", description = "The folder with the versions.")
  private Path dataset = Path.of(".");

  @Option(
      names = "--verify",
      description =
          "Read every data file and hold it against its manifest; exit code 3 if one differs.")
  private boolean verify;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    Versions versions = new Versions(dataset);
    PrintWriter out = spec.commandLine().getOut();
    int latest = versions.latest().map(DatasetVersion::number).orElse(0);
    if (latest == 0) {
      throw new DataException(dataset + " has no published version");
    }
    Set<Integer> rolledBack = versions.rolledBack();
    out.printf(Locale.ROOT, "%7s  %-24s %12s  %-6s%n", "version", "created", "rows", "parent");
    for (DatasetVersion version : versions.all()) {
      if (verify) {
        DatasetRows.open(version.folder());
      }
      out.printf(
          Locale.ROOT,
          "%7d  %-24s %,12d  %-6s %s%n",
          version.number(),
          version.created(),
          version.rows(),
          version.parent().isPresent() ? String.valueOf(version.parent().getAsInt()) : "-",
          note(version.number(), latest, rolledBack));
    }
    if (verify) {
      out.println("all data files are as their manifests say");
    }
    out.flush();
    return ExitCode.DONE.number();
  }

  private static String note(int number, int latest, Set<Integer> rolledBack) {
    if (number == latest) {
      return "latest";
    }
    return rolledBack.contains(number) ? "rolled back" : "";
  }
}
