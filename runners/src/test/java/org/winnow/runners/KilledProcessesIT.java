package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/**
 * SIGKILL for TaskManagers, the launcher and the JobManager of runs on a cluster.
 *
 * <p>{@code -Dwinnow.kills=20} kills TaskManagers at twenty moments, spread over a job from its
 * beginning to its end.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KilledProcessesIT {
  private static final int KILLS = Integer.getInteger("winnow.kills", 1);
  private static final int FILES = 40;
  private static final int ROWS_OF_FILE = 5;
  private static final int TASK_MANAGERS = 2;
  private static final List<String> STEPS =
      List.of(
          "  - dedup_exact: {}",
          "  - score: {scorers: [loss, donod, spectrum]}",
          "  - select: {topsis: {minimize: [loss.mean]}, keep: 50%, within: corpus}",
          "  - mix: {temperature: 3, rows: 100%}");
  private static final Pattern COUNTS =
      Pattern.compile("scored ([\\d,]+) rows; the scores of ([\\d,]+) rows were in");

  private static Path folder = Path.of("target");
  private static Path recipe = Path.of("recipe.yaml");
  private static FlinkCluster cluster;
  private static Map<String, String> expected = Map.of();

  @BeforeAll
  static void start(@TempDir Path shared) throws Exception {
    folder = shared;
    recipe = ClusterRecipe.write(shared.resolve("recipe"), FILES, ROWS_OF_FILE, STEPS);
    Path undisturbed = shared.resolve("undisturbed");
    Outcome local = Cli.winnow(ClusterRecipe.run(recipe, undisturbed, "--runner", "local"));
    assertThat(local.exitCode()).as(local.err()).isZero();
    expected = ClusterRecipe.data(undisturbed);
    assertThat(expected).hasSize(2);
    cluster = FlinkCluster.start(shared.resolve("flink"), TASK_MANAGERS, 512);
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void theNextRunCancelsWhatADeadLauncherLeftAndScoresNoStoredBatchAgain() throws Exception {
    Path output = folder.resolve("launcher");
    Path log = folder.resolve("launcher.log");
    Process launcher = Cli.start(log, onCluster(output));
    FlinkCluster.await(
        "a scored batch",
        () -> {
          assertThat(launcher.isAlive()).as("the launcher runs").isTrue();
          return !versions(output).isEmpty();
        });
    launcher.destroyForcibly();
    assertThat(launcher.waitFor()).as("exit code of a process killed by SIGKILL").isEqualTo(137);
    String left = newestJob().path("jid").asText();
    Map<Path, String> before = versions(output);

    assertThat(output).doesNotExist();
    assertThat(status(left)).isEqualTo("RUNNING");
    assertThat(before).hasSizeBetween(1, FILES - 1);
    Outcome again = Cli.winnow(onCluster(output));

    assertThat(again.exitCode()).as(again.err() + cluster.logs()).isZero();
    assertThat(again.err())
        .contains("winnow: cancelling the job " + left + ", which an earlier run left at work");
    assertThat(status(left)).isEqualTo("CANCELED");
    assertThat(versions(output)).containsAllEntriesOf(before).hasSize(FILES);
    assertThat(Long.parseLong(counts(again).group(2)))
        .isGreaterThanOrEqualTo((long) before.size() * ROWS_OF_FILE);
    assertThat(ClusterRecipe.data(output)).isEqualTo(expected);
    assertThat(output.resolveSibling("launcher.winnow/staging")).doesNotExist();
    assertThat(output.resolveSibling("launcher.winnow/job")).doesNotExist();
  }

  @Test
  @Order(2)
  void aDeadJobManagerLeavesTheLatestVersionAndTheNextRefreshCompletesFromTheStore()
      throws Exception {
    Path grown = folder.resolve("grown");
    Path growing = ClusterRecipe.write(grown, 2, ROWS_OF_FILE, STEPS);
    Path dataset = folder.resolve("dataset");
    Object[] refresh = {
      "refresh", growing, "--output", dataset, "--flink-master", cluster.master()
    };
    Outcome first = Cli.winnow(refresh);
    assertThat(first.exitCode()).as(first.err() + first.out()).isZero();
    ClusterRecipe.write(grown, FILES, ROWS_OF_FILE, STEPS);
    int known = versions(dataset).size();

    CompletableFuture<Outcome> run = CompletableFuture.supplyAsync(() -> Cli.winnow(refresh));
    FlinkCluster.await(
        "a scored batch",
        () -> {
          assertThat(run).as("the refresh").isNotDone();
          return versions(dataset).size() > known;
        });
    Map<Path, String> before = versions(dataset);
    cluster.replaceJobManager();
    Outcome lost = run.get(15, TimeUnit.MINUTES);

    assertThat(lost.exitCode()).as(lost.err()).isEqualTo(4);
    assertThat(lost.err()).contains("the Flink at " + cluster.master() + " was lost");
    assertVersions(dataset, 1);
    assertThat(before).hasSizeBetween(known + 1, FILES - 1);
    Outcome again = Cli.winnow(refresh);

    assertThat(again.exitCode()).as(again.err() + cluster.logs()).isZero();
    assertVersions(dataset, 2);
    assertThat(versions(dataset)).containsAllEntriesOf(before).hasSize(FILES);
  }

  @Test
  @Order(3)
  void aTaskManagerMayDieAtAnyMoment() throws Exception {
    List<String> table = new ArrayList<>();
    for (int kill = 0; kill < KILLS; kill++) {
      Optional<String> seen = Optional.empty();
      double moment = (kill + 0.5) / KILLS;
      for (int attempt = 0; seen.isEmpty(); attempt++, moment *= 0.9) {
        assertThat(attempt).as("runs that ended before they came to be killed").isLessThan(10);
        seen = kill(folder.resolve("killed-" + kill + "-" + attempt), moment);
      }
      table.add(String.format(Locale.ROOT, "kill %2d at ", kill + 1) + seen.get());
      System.out.println(table.get(kill)); // for people
    }
    assertThat(table).hasSize(KILLS);
  }

  /**
   * Runs, kills a TaskManager when {@code moment} of the work is done, and says what was seen;
   * nothing if the job was done before anybody saw that moment.
   */
  private static Optional<String> kill(Path output, double moment) throws Exception {
    CompletableFuture<Outcome> run =
        CompletableFuture.supplyAsync(() -> Cli.winnow(onCluster(output)));
    double[] reached = {0};
    FlinkCluster.await(
        moment + " of the job",
        () -> {
          reached[0] = progress(output);
          return reached[0] >= moment || run.isDone();
        });
    if (run.isDone()) {
      assertThat(run.get().exitCode()).as(run.get().err()).isZero();
      return Optional.empty();
    }
    cluster.replaceTaskManager();
    Map<Path, String> before = versions(output);
    Outcome outcome = run.get(15, TimeUnit.MINUTES);

    assertThat(outcome.exitCode()).as(outcome.err() + cluster.logs()).isZero();
    // A batch that is scored again is stored again, as another file under the same name.
    assertThat(versions(output)).containsAllEntriesOf(before).hasSize(FILES);
    assertThat(ClusterRecipe.data(output)).isEqualTo(expected);
    // Counted are the attempts that came to their end: every row once.
    Matcher counts = counts(outcome);
    long scored = Long.parseLong(counts.group(1));
    long fromStore = Long.parseLong(counts.group(2));
    assertThat(scored + fromStore).isEqualTo((long) FILES * ROWS_OF_FILE);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%3.0f %% of the job: %2d of %d batches stored before, %3d rows scored and %3d from the"
                + " store by attempts that ended",
            100 * reached[0],
            before.size(),
            FILES,
            scored,
            fromStore));
  }

  /** Which part of a job is done: vertices that finished and batches that are stored. */
  private static double progress(Path output) {
    try {
      JsonNode job = newestJob();
      String id = job.path("jid").asText();
      JsonNode vertices = cluster.get("/jobs/" + id).path("vertices");
      int finished = 0;
      for (JsonNode vertex : vertices) {
        finished += vertex.path("status").asText().equals("FINISHED") ? 1 : 0;
      }
      int stored = versions(output).size();
      boolean isOurs = job.path("state").asText().equals("RUNNING");
      return isOurs ? (double) (finished + stored) / (vertices.size() + FILES) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object[] onCluster(Path output) {
    return ClusterRecipe.run(recipe, output, "--flink-master", cluster.master());
  }

  private static Matcher counts(Outcome outcome) {
    Matcher counts = COUNTS.matcher(outcome.out());
    assertThat(counts.find()).as(outcome.out()).isTrue();
    return counts;
  }

  private static void assertVersions(Path dataset, int count) throws IOException {
    Outcome verified = Cli.winnow("versions", dataset, "--verify");
    assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
    assertThat(Files.readSymbolicLink(dataset.resolve("latest")))
        .hasFileName(String.format(Locale.ROOT, "%06d", count));
    try (var entries = Files.list(dataset.resolve("versions"))) {
      assertThat(entries).hasSize(count);
    }
  }

  private static JsonNode newestJob() throws IOException, InterruptedException {
    JsonNode newest = MissingNode.getInstance();
    for (JsonNode job : cluster.get("/jobs/overview").path("jobs")) {
      boolean isNewer = job.path("start-time").asLong() > newest.path("start-time").asLong();
      newest = isNewer ? job : newest;
    }
    return newest;
  }

  private static String status(String job) throws IOException, InterruptedException {
    return cluster.get("/jobs/" + job + "/status").path("status").asText();
  }

  /** Which file each entry of the store is, and when it was written. */
  private static Map<Path, String> versions(Path output) {
    try {
      Map<Path, String> versions = new TreeMap<>();
      for (Path entry : ClusterRecipe.stored(output)) {
        BasicFileAttributes file = Files.readAttributes(entry, BasicFileAttributes.class);
        versions.put(entry, file.fileKey() + ", " + file.lastModifiedTime());
      }
      return versions;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
