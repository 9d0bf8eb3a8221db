package org.winnow.runners.cli;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.run.DatasetExport;
import org.winnow.schemas.format.OptionalColumn;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.OutputShape;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code winnow export}: a published dataset in another format or shape. */
@Command(
    name = "export",
    description =
        "Converts a published dataset into another format or shape: same rows, same order, nothing"
            + " is computed anew.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "DATASET",
      description = "The folder of a dataset that winnow published.")
  private Path dataset = Path.of("");

  @Option(
      names = "--output",
      required = true,
      paramLabel = "DIR",
      description = "Publish to this folder.")
  private Path output = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "parquet, jsonl, jsonl.zst, arrow or mds (default: that of the dataset).")
  private @Nullable String format;

  @Option(
      names = "--shape",
      paramLabel = "NAME",
      description =
          "messages, sharegpt, alpaca, prompt_completion or preference (default: that of the"
              + " dataset). A row that does not fit goes to rejected/.")
  private @Nullable OutputShape shape;

  @Option(
      names = "--omit",
      split = ",",
      paramLabel = "a,b",
      description =
          "Leave these columns out: weight, source_file, source_row, parent, made_by, meta.")
  private List<OptionalColumn> omit = List.of();

  @Option(
      names = "--shard-rows",
      paramLabel = "N",
      description = "Rows of a file at most (default: ${DEFAULT-VALUE}).")
  private long shardRows = 50_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws Exception {
    if (shardRows < 1) {
      throw new ParameterException(
          spec.commandLine(), "--shard-rows: expected at least 1, found " + shardRows);
    }
    Set<OptionalColumn> omitted = EnumSet.noneOf(OptionalColumn.class);
    omitted.addAll(omit);
    DatasetExport.Result result =
        new DatasetExport(
                dataset,
                new DatasetExport.Target(
                    output, wantedFormat(), Optional.ofNullable(shape), omitted, shardRows),
                Clock.systemUTC())
            .run();
    spec.commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %,d rows in %d files, %,d rows do not fit%n",
            output,
            result.rows(),
            result.files(),
            result.rejected());
    spec.commandLine().getOut().flush();
    return ExitCode.DONE.number();
  }

  private Optional<OutputFormat> wantedFormat() {
    String wanted = format;
    if (wanted == null) {
      return Optional.empty();
    }
    Optional<OutputFormat> found = OutputFormat.of(wanted);
    if (found.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--format: expected one of "
              + String.join(
                  ", ", Arrays.stream(OutputFormat.values()).map(OutputFormat::label).toList())
              + ", found "
              + wanted);
    }
    return found;
  }
}
