package org.winnow.runners;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.winnow.runners.Cli.Outcome;
import org.winnow.runners.benchmark.SyntheticCorpus;
import org.winnow.schemas.Folders;

/**
 * Refreshes a dataset on a cluster until a small disk takes no more, makes room, and refreshes
 * again. The disk is a mount point of its own, such as a tmpfs of 8 MB, which only an administrator
 * can make; so this is no test of the build.
 *
 * <pre>{@code ClusterFullDisk FOLDER DISK}</pre>
 */
final class ClusterFullDisk {
  /** Rows of the first night, 1 MB; the second one brings twenty times as many. */
  private static final int ROWS = 1_000;

  private static final String RECIPE =
      """
      name: nights
      input: [{path: in/}]
      steps:
        - dedup_exact: {}
      output: {format: jsonl}
      """;

  private ClusterFullDisk() {}

  /** Prints what happened; fails if it is not what has to happen. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createDirectories(Path.of(arguments[0]).toAbsolutePath());
    Path dataset = Path.of(arguments[1]).toAbsolutePath().resolve("dataset");
    Path recipe = Files.writeString(folder.resolve("recipe.yaml"), RECIPE);
    try (FlinkCluster cluster = FlinkCluster.start(folder.resolve("flink"), 1, 512)) {
      Object[] refresh = {
        "refresh", recipe, "--output", dataset, "--flink-master", cluster.master()
      };
      rows(folder.resolve("in/first"), ROWS);
      expect(0, Cli.winnow(refresh));
      Map<String, String> before = Cli.digests(dataset);

      rows(folder.resolve("in/second"), 20 * ROWS);
      long start = System.nanoTime();
      Outcome full = Cli.winnow(refresh);
      double seconds = (System.nanoTime() - start) / 1e9;
      expect(4, full);
      System.out.println(full.err());
      System.out.println(String.format(Locale.ROOT, "ended after %.1f s", seconds));
      for (JsonNode job : cluster.get("/jobs/overview").path("jobs")) {
        String id = job.path("jid").asText();
        System.out.println(
            job.path("state").asText()
                + ", restarts "
                + cluster.get("/jobs/" + id + "/metrics?get=numRestarts").at("/0/value").asText());
      }
      if (!Cli.digests(dataset).equals(before)) {
        throw new IOException("the version before has changed");
      }
      expect(0, Cli.winnow("versions", dataset, "--verify"));

      Folders.delete(folder.resolve("in/second"));
      rows(folder.resolve("in/third"), ROWS / 2);
      expect(0, Cli.winnow(refresh));
      Outcome versions = Cli.winnow("versions", dataset, "--verify");
      expect(0, versions);
      System.out.println(versions.out());
    }
  }

  private static void rows(Path folder, int rows) throws Exception {
    SyntheticCorpus.main(new String[] {folder.toString(), String.valueOf(rows)});
  }

  private static void expect(int exitCode, Outcome outcome) throws IOException {
    if (outcome.exitCode() != exitCode) {
      throw new IOException(
          "expected exit code "
              + exitCode
              + ", found "
              + outcome.exitCode()
              + ": "
              + outcome.err());
    }
  }
}
