package org.winnow.runners.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.winnow.pipelines.refresh.DatasetDifference;
import org.winnow.pipelines.refresh.DiffFile;
import org.winnow.pipelines.refresh.ManifestChanges;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow diff}: what differs between two datasets. */
@Command(
    name = "diff",
    description =
        "Says which rows two published datasets do not share, how far their scores moved, and what"
            + " else they were made of. Versions of a dataset are DIR/versions/000001 and so on.",
    mixinStandardHelpOptions = true)
final class DiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "OLDER", description = "The folder of a dataset.")
  private Path older = Path.of(".");

  @Parameters(index = "1", paramLabel = "NEWER", description = "The folder of another one.")
  private Path newer = Path.of(".");

  @Option(names = "--json", description = "Print all of it as JSON, in the form of diff.json.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    DatasetDifference difference = DatasetDifference.between(older, newer);
    ManifestChanges changes = ManifestChanges.ofDatasets(older, newer);
    if (json) {
      out.println(DiffFile.of(changes, difference).toPrettyString());
    } else {
      RefreshTable.print(changes, out);
      RefreshTable.print(difference, out);
    }
    out.flush();
    return ExitCode.DONE.number();
  }
}
