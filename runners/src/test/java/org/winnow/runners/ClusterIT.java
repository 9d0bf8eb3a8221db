package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** A recipe with every kind of step on a Flink cluster of several processes. */
class ClusterIT {
  static final int LIMIT = 90;
  private static final Path DATA = Path.of("../pipelines/examples/quickstart/data");

  private static Path folder = Path.of("target");
  private static FlinkCluster cluster;

  @BeforeAll
  static void start(@TempDir Path shared) throws Exception {
    folder = shared;
    cluster = FlinkCluster.start(shared.resolve("flink"), 1, 512);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  static Path recipe(Path folder) throws IOException {
    return Files.write(
        folder.resolve("recipe.yaml"),
        List.of(
            "name: everything",
            "input: [{path: " + DATA.toAbsolutePath().normalize() + "}]",
            "model: {checkpoint: builtin:reference}",
            "steps:",
            "  - dedup_exact: {}",
            "  - near_dup: {ngram: {words: 1}, bands: 20, rows: 2}",
            "  - score: {scorers: [loss]}",
            "  - select: {topsis: {minimize: [loss.mean]}, keep: 50%, within: corpus}",
            "  - mix: {temperature: 3, rows: 100%}"));
  }

  private static Outcome run(String name, Object... more) throws IOException {
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "run", recipe(folder), "--output", folder.resolve(name), "--limit", LIMIT));
    arguments.addAll(List.of(more));
    return Cli.winnow(arguments.toArray());
  }

  @Test
  void givesTheSameBytesAsLocal() throws Exception {
    Outcome local = run("local", "--runner", "local");
    assertThat(local.exitCode()).as(local.err()).isZero();
    for (int i = 0; i < 2; i++) {
      long t = System.nanoTime();
      Outcome one = run("one" + i, "--runner", "flink", "--flink-master", cluster.master());
      System.err.println((System.nanoTime() - t) / 1e9 + " " + one.out() + one.err());
      assertThat(one.exitCode()).as(one.err() + cluster.logs()).isZero();
      assertThat(data("one" + i)).isEqualTo(data("local"));
    }
    System.err.println(local.out());
    System.err.println(cluster.get("/jobs/overview"));
    String id = cluster.get("/jobs/overview").path("jobs").get(0).path("jid").asText();
    System.err.println(cluster.get("/jobs/" + id).toString());
  }

  private static Map<String, String> data(String name) throws IOException {
    Map<String, String> digests = Cli.digests(folder.resolve(name));
    digests.keySet().removeIf(file -> !file.matches("(data|rejected)/.*"));
    return digests;
  }
}
