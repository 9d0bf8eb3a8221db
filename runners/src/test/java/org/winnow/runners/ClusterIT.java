package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;
import org.winnow.schemas.Folders;

/** Runs on a Flink cluster of several processes, which grows from one TaskManager to two. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {
  private static final String SCORING = "Score batches";
  private static final int FILES = 12;
  private static final int ROWS_OF_FILE = 3;
  private static final int LONG_FILES = 900;
  private static final int ROWS_OF_LONG_FILE = 10;

  private static final Path MODEL = Path.of("../scorers/src/test/resources/qwen2-tiny");

  private static Path folder = Path.of("target");
  private static Path recipe = Path.of("recipe.yaml");
  private static FlinkCluster cluster;

  @BeforeAll
  static void start(@TempDir Path shared) throws Exception {
    folder = shared;
    recipe =
        ClusterRecipe.write(shared.resolve("short"), FILES, ROWS_OF_FILE, ClusterRecipe.EVERY_STEP);
    cluster = FlinkCluster.start(shared.resolve("flink"), 1, 512);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static Map<String, String> data(String name, Object... more) throws IOException {
    Path output = folder.resolve(name);
    Outcome outcome = Cli.winnow(ClusterRecipe.run(recipe, output, more));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("scored 36 rows; the scores of 0 rows were in the score store")
        .containsPattern("(?m)^score +36 +(?!0\\.0 )\\d");
    return ClusterRecipe.data(output);
  }

  private static Object[] onCluster() {
    return new Object[] {"--runner", "flink", "--flink-master", cluster.master()};
  }

  /** One after the other: each job opens the model anew in a TaskManager that had it before. */
  @Test
  @Order(2)
  void everyRunnerAndClusterGivesTheSameBytes() throws Exception {
    Map<String, String> expected = data("local", "--runner", "local");

    assertThat(data("embedded", "--runner", "flink")).isEqualTo(expected).hasSize(2);
    assertThat(data("first", onCluster())).isEqualTo(expected);
    assertThat(data("second", onCluster())).isEqualTo(expected);
    assertThat(taskManagersOf(finishedJob(), "")).hasSize(1);
    cluster.addTaskManager();
    assertThat(data("third", onCluster())).isEqualTo(expected);
    assertThat(taskManagersOf(finishedJob(), "")).hasSize(2);
    assertThat(byFlinkRun("fourth")).isEqualTo(expected);
  }

  /** What Flink's own client makes of the thin job jar. */
  private static Map<String, String> byFlinkRun(String name) throws Exception {
    Path jar = folder.resolve("thin.jar");
    Path output = folder.resolve(name);
    Path log = folder.resolve(name + ".log");
    Outcome made = Cli.winnow("package", "--thin", "--output", jar);
    assertThat(made.exitCode()).as(made.err()).isZero();

    Object[] refused = ClusterRecipe.run(recipe, output, "--flink-master", cluster.master());
    assertThat(cluster.flinkRun(log, jar, refused)).isEqualTo(2);
    assertThat(log).content().contains("--flink-master: expected none in a job jar");
    int exitCode = cluster.flinkRun(log, jar, ClusterRecipe.run(recipe, output));
    assertThat(exitCode).as(Files.readString(log)).isZero();
    assertThat(log)
        .content()
        .containsPattern("winnow: job [0-9a-f]{32}: http://127.0.0.1:")
        .contains("scored 36 rows; the scores of 0 rows were in the score store");
    return ClusterRecipe.data(output);
  }

  /** The long one has the model open while the short one opens and closes it. */
  @Test
  @Order(1)
  void twoJobsAtOnceAndOneOfThemIsCancelled() throws Exception {
    Path longRecipe =
        ClusterRecipe.write(
            folder.resolve("long"), LONG_FILES, ROWS_OF_LONG_FILE, ClusterRecipe.SCORES);
    Path output = folder.resolve("long-out");
    Path log = folder.resolve("launcher.log");
    Object[] onOneSlot = {"--flink-master", cluster.master(), "--parallelism", 1};
    Process launcher = Cli.start(log, ClusterRecipe.run(longRecipe, output, onOneSlot));
    try {
      awaitStored(launcher, output, 1);
      String longJob = newestJob();

      Outcome beside = Cli.winnow(ClusterRecipe.run(recipe, folder.resolve("beside"), onOneSlot));

      assertThat(beside.exitCode()).as(beside.err()).isZero();
      assertThat(beside.err()).containsPattern("winnow: job [0-9a-f]{32}: http://127.0.0.1:");
      Set<String> shared = new HashSet<>(taskManagersOf(newestJob(), SCORING));
      shared.retainAll(taskManagersOf(longJob, SCORING));
      assertThat(shared).as("TaskManagers of both jobs").isNotEmpty();
      awaitStored(launcher, output, ClusterRecipe.stored(output).size() + 1);

      signal(launcher, "INT");
      assertThat(launcher.waitFor(6, TimeUnit.MINUTES)).as("end of the launcher").isTrue();

      String said = Files.readString(log);
      assertThat(launcher.exitValue()).as(said).isEqualTo(4);
      assertThat(said)
          .contains("winnow: cancelling the job; once more to end at once")
          .contains("nothing was published");
      // The page of a job is some seconds old, its status is not.
      JsonNode status = cluster.get("/jobs/" + longJob + "/status");
      assertThat(status.path("status").asText()).isEqualTo("CANCELED");
      assertThat(output).doesNotExist();
    } finally {
      launcher.destroyForcibly().waitFor();
    }
  }

  /**
   * The launcher finds the checkpoint below its own working directory, where a worker has another
   * one: as if it lay on the launcher's machine only.
   */
  @Test
  @Order(3)
  void aCheckpointThatWorkersLackEndsTheJobAtOnce() throws Exception {
    Path model = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "model");
    try {
      try (Stream<Path> files = Files.list(MODEL)) {
        for (Path file : files.toList()) {
          Files.copy(file, model.resolve(String.valueOf(file.getFileName())));
        }
      }
      Path output = folder.resolve("lacking");

      Outcome outcome =
          Cli.winnow(
              ClusterRecipe.run(
                  recipe,
                  output,
                  "--set",
                  "model.checkpoint=/proc/self/cwd/" + model,
                  "--flink-master",
                  cluster.master()));

      assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(4);
      assertThat(outcome.err())
          .contains("checkpoint /proc/self/cwd/" + model, "nothing was published")
          .doesNotContain("\tat ");
      assertThat(output).doesNotExist();
      // Not after twenty attempts, which the cluster would make.
      JsonNode restarts = cluster.get("/jobs/" + newestJob() + "/metrics?get=numRestarts");
      assertThat(restarts.at("/0/value").asInt()).as(restarts.toString()).isLessThan(20);
    } finally {
      Folders.delete(model);
    }
  }

  private static void signal(Process process, String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static void awaitStored(Process launcher, Path output, int entries)
      throws InterruptedException {
    FlinkCluster.await(
        entries + " scored batches",
        () -> {
          try {
            assertThat(launcher.isAlive()).as("the launcher runs").isTrue();
            return ClusterRecipe.stored(output).size() >= entries;
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static String newestJob() throws Exception {
    String newest = "";
    long start = 0;
    for (JsonNode job : cluster.get("/jobs/overview").path("jobs")) {
      if (job.path("start-time").asLong() > start) {
        start = job.path("start-time").asLong();
        newest = job.path("jid").asText();
      }
    }
    return newest;
  }

  /** The newest job, which is done, when its page says so too: that is some seconds old. */
  private static String finishedJob() throws Exception {
    String job = newestJob();
    FlinkCluster.await(
        "the page of a job that is done",
        () -> {
          try {
            return cluster.get("/jobs/" + job).path("state").asText().equals("FINISHED");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    return job;
  }

  /** The TaskManagers that work on the parts of a job whose name contains {@code part}. */
  private static Set<String> taskManagersOf(String job, String part) throws Exception {
    Set<String> found = new HashSet<>();
    for (JsonNode vertex : cluster.get("/jobs/" + job).path("vertices")) {
      if (vertex.path("name").asText().contains(part)) {
        String path = "/jobs/" + job + "/vertices/" + vertex.path("id").asText();
        for (JsonNode subtask : cluster.get(path).path("subtasks")) {
          found.add(subtask.path("taskmanager-id").asText());
        }
      }
    }
    return found;
  }
}
