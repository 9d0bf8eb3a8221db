package org.winnow.runners.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    List<Integer> numbers = versions.numbers();
    if (numbers.isEmpty()) {
      throw new DataException(dataset + " has no published version");
    }
    Set<Integer> rolledBack = versions.rolledBack().keySet();
    List<String> flaws = new ArrayList<>();
    int latest = 0;
    try {
      versions.checkPlace();
      latest = versions.latestNumber().orElse(0);
    } catch (DataException e) {
      flaws.add(String.valueOf(e.getMessage()));
    }
    out.printf(Locale.ROOT, "%7s  %-24s %12s  %-6s%n", "version", "created", "rows", "parent");
    for (int number : numbers) {
      String note = rolledBack.contains(number) ? "rolled back" : "";
      try {
        line(versions.version(number), number == latest ? "latest" : note, out);
      } catch (DataException e) {
        out.printf(Locale.ROOT, "%7d  damaged%n", number);
        flaws.add(String.valueOf(e.getMessage()));
      }
    }
    out.flush();
    if (!flaws.isEmpty()) {
      throw new DataException(String.join("\n", flaws));
    }
    if (verify) {
      out.println("all data files are as their manifests say");
      out.flush();
    }
    return ExitCode.DONE.number();
  }

  private void line(DatasetVersion version, String note, PrintWriter out)
      throws IOException, DataException {
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
        note);
  }
}
