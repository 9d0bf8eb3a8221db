package org.winnow.runners;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.winnow.runners.Cli.Outcome;
import org.winnow.runners.benchmark.SyntheticCorpus;
import org.winnow.schemas.Folders;

/**
 * Measures how time and heap grow with the number of short rows, on a cluster of one TaskManager
 * with a heap of 1.5 GB, for steps that need no model.
 *
 * <pre>{@code ClusterScale FOLDER ROWS...}</pre>
 */
final class ClusterScale {
  private static final int WORDS = 18;

  /** What Flink adds for itself, 128 MB, makes it 1.5 GB. */
  private static final int TASK_HEAP_MEGABYTES = 1536 - 128;

  private static final String RECIPE =
      """
      name: scale
      input: [{path: in/}]
      steps:
        - dedup_exact: {}
        - near_dup: {}
        - mix: {temperature: 3, rows: 100%}
      output: {format: parquet}
      """;

  private ClusterScale() {}

  /** Makes the rows, runs, and prints one line for each number of rows. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
    PrintStream out = System.out;
    out.println("     rows  wall s  TaskManager cpu s  cpu us a row  heap peak MB  gc s");
    for (int i = 1; i < arguments.length; i++) {
      out.println(measure(folder.resolve("scale-" + arguments[i]), arguments[i]));
    }
  }

  private static String measure(Path folder, String rows) throws Exception {
    SyntheticCorpus.main(
        new String[] {folder.resolve("in").toString(), rows, String.valueOf(WORDS)});
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    try (FlinkCluster cluster =
            FlinkCluster.start(folder.resolve("flink"), 1, TASK_HEAP_MEGABYTES);
        HeapWatch heap = HeapWatch.start(cluster)) {
      double cpuBefore = cluster.taskManagerCpuSeconds();
      long start = System.nanoTime();
      Outcome outcome =
          Cli.winnow(
              ClusterRecipe.run(recipe, folder.resolve("out"), "--flink-master", cluster.master()));
      double wall = (System.nanoTime() - start) / 1e9;
      if (outcome.exitCode() != 0) {
        throw new IOException(outcome.err() + cluster.logs());
      }
      double cpu = cluster.taskManagerCpuSeconds() - cpuBefore;
      return String.format(
          Locale.ROOT,
          "%,9d  %6.0f  %17.0f  %12.0f  %12.0f  %4.0f",
          Long.parseLong(rows),
          wall,
          cpu,
          1e6 * cpu / Long.parseLong(rows),
          heap.peakMegabytes(),
          heap.collectionSeconds());
    } finally {
      Folders.delete(folder);
    }
  }
}
