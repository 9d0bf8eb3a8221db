package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** The whole job jar on clusters that know nothing of Winnow. */
class JobJarIT {
  private static Path folder = Path.of("target");
  private static Path jar = Path.of("winnow-job.jar");
  private static Path recipe = Path.of("recipe.yaml");
  private static Map<String, String> expected = Map.of();

  @BeforeAll
  static void runHere(@TempDir Path shared) throws Exception {
    folder = shared;
    jar = shared.resolve("winnow-job.jar");
    recipe = ClusterRecipe.write(shared.resolve("short"), 4, 3, ClusterRecipe.EVERY_STEP);
    Path output = shared.resolve("here");
    Outcome run = Cli.winnow(ClusterRecipe.run(recipe, output, "--runner", "local"));
    assertThat(run.exitCode()).as(run.err()).isZero();
    expected = ClusterRecipe.data(output);
    assertThat(expected).hasSize(2);
    Outcome made = Cli.winnow("package", "--output", jar);
    assertThat(made.exitCode()).as(made.err()).isZero();
  }

  @Test
  void flinkRunsItInASession() throws Exception {
    Path output = folder.resolve("session-out");
    Path log = folder.resolve("client.log");

    try (FlinkCluster cluster = FlinkCluster.startBare(folder.resolve("session"), 1, 512)) {
      int exitCode = cluster.flinkRun(log, jar, ClusterRecipe.run(recipe, output));
      assertThat(exitCode).as(() -> said(log)).isZero();
    }

    assertThat(ClusterRecipe.data(output)).isEqualTo(expected);
  }

  @Test
  void aJobManagerRunsItAsItsApplication() throws Exception {
    Path output = folder.resolve("application-out");
    Object[] run = ClusterRecipe.run(recipe, output, "--parallelism", 2);

    try (FlinkCluster cluster =
        FlinkCluster.startApplication(folder.resolve("application"), 1, 512, jar, run)) {
      int exitCode = cluster.awaitEnd();
      assertThat(exitCode).as(cluster.logs()).isZero();
    }

    assertThat(ClusterRecipe.data(output)).isEqualTo(expected);
  }

  private static String said(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "nothing: " + e;
    }
  }
}
