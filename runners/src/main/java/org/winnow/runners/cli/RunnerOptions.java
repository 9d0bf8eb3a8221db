package org.winnow.runners.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.jspecify.annotations.Nullable;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.pipelines.run.Launcher;
import org.winnow.pipelines.run.PipelineFailedException;
import org.winnow.pipelines.run.RunReport;
import org.winnow.runners.launch.Cancellation;
import org.winnow.runners.launch.ClusterLauncher;
import org.winnow.runners.launch.FlinkContext;
import org.winnow.runners.launch.FlinkLauncher;
import org.winnow.runners.launch.FlinkMaster;
import org.winnow.runners.launch.FlinkMasterException;
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
              + " embedded in this process, which spills to disk, or on a cluster (--flink-master)."
              + " auto (default): local unless the input is too large for the heap. All write the"
              + " same bytes.")
  private RunnerChoice runner = RunnerChoice.AUTO;

  @Option(
      names = "--flink-master",
      paramLabel = "HOST:PORT",
      description =
          "Run on the Flink cluster whose REST interface is there. Input, checkpoints, output and"
              + " store must be on a file system that all its machines and this one see under the"
              + " same paths, and Winnow must be in Flink's lib folder (runners/README.md).")
  private @Nullable String flinkMaster;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description =
          "Threads that work on the steps (default: processors of this machine; on a cluster, all"
              + " its slots).")
  private @Nullable Integer parallelism;

  private Optional<Cancellation> cancellation = Optional.empty();

  /** Checks what can be checked without a plan and a cluster. */
  void check(CommandLine line) {
    if (flinkMaster != null && runner == RunnerChoice.LOCAL) {
      throw new CommandLine.ParameterException(
          line, "--flink-master: expected --runner flink with it, found --runner local");
    }
    threads(line);
  }

  boolean isOnCluster() {
    return flinkMaster != null;
  }

  /** Has jobs on a cluster cancelled by this, and no longer by signals to the process. */
  void cancelBy(Cancellation by) {
    cancellation = Optional.of(by);
  }

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
    if (flinkMaster != null) {
      throw new CommandLine.ParameterException(
          line,
          "--flink-master: a synthesis runs in this process, --runner flink spreads it there");
    }
    int threads = threads(line);
    return runner == RunnerChoice.FLINK
        ? Optional.of(new FlinkLauncher(threads))
        : Optional.empty();
  }

  /** The launcher for a plan; says so if it was chosen by size. */
  Launcher launcher(CurationPlan plan, CommandLine line) {
    Optional<Launcher> cluster = cluster(plan.paths().work(), line);
    if (cluster.isPresent()) {
      return cluster.get();
    }
    int threads = threads(line);
    return switch (runner) {
      case LOCAL -> new LocalLauncher(threads);
      case FLINK -> new FlinkLauncher(threads);
      case AUTO -> fitting(plan, threads, line.getErr());
    };
  }

  /** The launcher for the cluster that the options name, or that Flink has chosen. */
  private Optional<Launcher> cluster(Path work, CommandLine line) {
    String option = flinkMaster == null ? "flink run" : "--flink-master";
    try {
      Optional<FlinkContext> context = FlinkContext.current();
      if (runner == RunnerChoice.LOCAL && (context.isPresent() || flinkMaster != null)) {
        throw new CommandLine.ParameterException(
            line, option + ": expected --runner flink with it, found --runner local");
      }
      if (context.isPresent() && flinkMaster != null) {
        throw new CommandLine.ParameterException(
            line, "--flink-master: expected none in a job jar, Flink has chosen the cluster");
      }
      if (context.isPresent()) {
        return Optional.of(onCluster(context.get().master(), context.get().place(), work, line));
      }
      return flinkMaster == null
          ? Optional.empty()
          : Optional.of(
              onCluster(FlinkMaster.at(flinkMaster), FlinkContext.Place.OWN_PROCESS, work, line));
    } catch (FlinkMasterException e) {
      throw new CommandLine.ParameterException(line, option + ": " + e.getMessage(), e);
    } catch (IOException e) {
      // The address may be right and the master away: a scheduler should try again.
      throw new UncheckedIOException(option + ": " + e.getMessage(), e);
    }
  }

  /** The launcher for a cluster that answers. */
  private Launcher onCluster(
      FlinkMaster master, FlinkContext.Place place, Path work, CommandLine line)
      throws FlinkMasterException, IOException {
    int given = threads(line);
    // A JobManager that starts its application may not answer yet.
    int slots = place == FlinkContext.Place.JOB_MANAGER ? 0 : master.check();
    if (parallelism == null && slots == 0) {
      throw new CommandLine.ParameterException(
          line, "--parallelism: expected with a cluster that has no slots yet");
    }
    PrintWriter err = line.getErr();
    return new ClusterLauncher(
        master,
        place,
        parallelism == null ? slots : given,
        work,
        cancellation,
        note -> {
          err.println("winnow: " + note);
          err.flush();
        });
  }

  private int threads(CommandLine line) {
    if (parallelism == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (parallelism < 1) {
      throw new CommandLine.ParameterException(
          line, "--parallelism: expected at least 1, found " + parallelism);
    }
    return parallelism;
  }

  private Launcher fitting(CurationPlan plan, int threads, PrintWriter err) {
    long heap = Runtime.getRuntime().maxMemory();
    long corpus = plan.files().stream().mapToLong(RunnerOptions::textBytes).sum();
    if (corpus <= heap / HEAPS_OF_CORPUS) {
      return new LocalLauncher(threads);
    }
    err.printf(
        Locale.ROOT,
        "winnow: the input is about %,d MB, much for a heap of %,d MB: running on embedded Flink%n",
        corpus / 1_000_000,
        heap / 1_000_000);
    err.flush();
    return new FlinkLauncher(threads);
  }

  private static long textBytes(InputFile file) {
    boolean compressed = COMPRESSED.stream().anyMatch(file.path()::endsWith);
    long bytes = compressed ? TIMES_LARGER * file.bytes() : file.bytes();
    return file.maxRows() < bytes / BYTES_PER_ROW ? file.maxRows() * BYTES_PER_ROW : bytes;
  }
}
