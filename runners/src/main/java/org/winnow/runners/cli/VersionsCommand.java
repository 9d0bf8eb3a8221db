package org.winnow.runners.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
    List<Integer> numbers = versions.numbers();
    if (numbers.isEmpty()) {
      throw new DataException(dataset + " has no published version");
    }
    List<String> flaws = new ArrayList<>();
    out.printf(Locale.ROOT, "%7s  %-24s %12s  %-6s%n", "version", "created", "rows", "parent");
    for (int number : numbers) {
      try {
        line(versions, number, out);
      } catch (DataException e) {
        out.printf(Locale.ROOT, "%7d  damaged%n", number);
        flaws.add(e.getMessage());
      }
    }
    out.flush();
    versions.checkPlace();
    if (!flaws.isEmpty()) {
      throw new DataException(String.join("\n", flaws));
    }
    if (verify) {
      out.println("all data files are as their manifests say");
      out.flush();
    }
    return ExitCode.DONE.number();
  }

  private void line(Versions versions, int number, PrintWriter out)
      throws IOException, DataException {
    DatasetVersion version = versions.version(number);
    if (verify) {
      DatasetRows.open(version.folder());
    }
    out.printf(
        Locale.ROOT,
        "%7d  %-24s %,12d  %-6s %s%n",
        number,
        version.created(),
        version.rows(),
        version.parent().isPresent() ? String.valueOf(version.parent().getAsInt()) : "-",
        note(versions, number));
  }

  private static String note(Versions versions, int number) throws IOException, DataException {
    if (versions.latestNumber().orElse(0) == number) {
      return "latest";
    }
    return versions.rolledBack().contains(number) ? "rolled back" : "";
  }
}
