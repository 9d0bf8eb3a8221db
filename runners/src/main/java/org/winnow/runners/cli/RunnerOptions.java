package org.winnow.runners.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.PipelineFailedException;
import org.winnow.pipelines.run.RunReport;
import org.winnow.runners.launch.FlinkLauncher;
import org.winnow.runners.launch.LocalLauncher;
import org.winnow.transforms.read.InputFile;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Where a pipeline runs, and on how many threads. */
final class RunnerOptions {
  /** How much of the heap a corpus may be for the local runner, which keeps it there. */
  private static final int HEAPS_OF_CORPUS = 5;

  /** What compressed text becomes, roughly. */
  private static final int TIMES_LARGER = 4;

  /** A long row, for files of which only the first rows are read. */
  private static final long BYTES_PER_ROW = 10_000;

  private static final Set<String> COMPRESSED = Set.of(".gz", ".zst", ".parquet");

  /** The runners. */
  enum RunnerChoice {
    AUTO,
    LOCAL,
    FLINK
  }

  @Option(
      names = "--runner",
      paramLabel = "auto|local|flink",
      description =
          "local: in this process, starts at once, keeps the corpus on the heap. flink: on a Flink"
              + " embedded in this process, which spills to disk. auto (default): local unless the"
              + " input is too large for the heap. All write the same bytes.")
  private RunnerChoice runner = RunnerChoice.AUTO;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Threads that work on the steps (default: processors of this machine).")
  private int parallelism = Runtime.getRuntime().availableProcessors();

  /** Runs a plan to its end: shows progress on the way and the report when it is published. */
  void run(CurationPlan plan, CommandLine line)
      throws IOException, DataException, PipelineFailedException {
    Launcher launcher = launcher(plan, line);
    RunReport report;
    try (ProgressDisplay ignored = ProgressDisplay.start(plan, line.getErr())) {
      report = new CurationRun(plan, launcher, Clock.systemUTC()).run();
    }
    ReportTable.print(report, plan, line.getOut());
    line.getOut().flush();
  }

  /** The launcher for a plan, which shows progress while it runs. */
  Launcher shown(CurationPlan plan, CommandLine line) {
    Launcher launcher = launcher(plan, line);
    return new Launcher() {
      @Override
      public Pipeline create() {
        return launcher.create();
      }

      @Override
      public void run(Pipeline pipeline) throws PipelineFailedException {
        try (ProgressDisplay ignored = ProgressDisplay.start(plan, line.getErr())) {
          launcher.run(pipeline);
        }
      }
    };
  }

  /** The launcher if it is to be Flink; none for a synthesis that runs in this process. */
  Optional<Launcher> flink(CommandLine line) {
    checkParallelism(line);
    return runner == RunnerChoice.FLINK
        ? Optional.of(new FlinkLauncher(parallelism))
        : Optional.empty();
  }

  /** The launcher for a plan; says so if it was chosen by size. */
  Launcher launcher(CurationPlan plan, CommandLine line) {
    checkParallelism(line);
    return switch (runner) {
      case LOCAL -> new LocalLauncher(parallelism);
      case FLINK -> new FlinkLauncher(parallelism);
      case AUTO -> fitting(plan, line.getErr());
    };
  }

  private void checkParallelism(CommandLine line) {
    if (parallelism < 1) {
      throw new CommandLine.ParameterException(
          line, "--parallelism: expected at least 1, found " + parallelism);
    }
  }

  private Launcher fitting(CurationPlan plan, PrintWriter err) {
    long heap = Runtime.getRuntime().maxMemory();
    long corpus = plan.files().stream().mapToLong(RunnerOptions::textBytes).sum();
    if (corpus <= heap / HEAPS_OF_CORPUS) {
      return new LocalLauncher(parallelism);
    }
    err.printf(
        Locale.ROOT,
        "winnow: the input is about %,d MB, much for a heap of %,d MB: running on embedded Flink%n",
        corpus / 1_000_000,
        heap / 1_000_000);
    err.flush();
    return new FlinkLauncher(parallelism);
  }

  private static long textBytes(InputFile file) {
    boolean compressed = COMPRESSED.stream().anyMatch(file.path()::endsWith);
    long bytes = compressed ? TIMES_LARGER * file.bytes() : file.bytes();
    return file.maxRows() < bytes / BYTES_PER_ROW ? file.maxRows() * BYTES_PER_ROW : bytes;
  }
}
