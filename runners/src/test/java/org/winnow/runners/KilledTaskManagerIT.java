package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** A TaskManager that is killed while it scores, and another one that takes over. */
class KilledTaskManagerIT {
  private static final int FILES = 40;
  private static final int ROWS_OF_FILE = 5;
  private static final Pattern COUNTS =
      Pattern.compile("scored ([\\d,]+) rows; the scores of ([\\d,]+) rows were in");

  @Test
  void theJobCompletesAndScoresNoStoredBatchAgain(@TempDir Path folder) throws Exception {
    Path recipe = ClusterRecipe.write(folder, FILES, ROWS_OF_FILE, ClusterRecipe.SCORES);
    Path output = folder.resolve("killed");
    Map<Path, String> before;
    Outcome outcome;

    try (FlinkCluster cluster = FlinkCluster.start(folder.resolve("flink"), 1, 512)) {
      CompletableFuture<Outcome> run =
          CompletableFuture.supplyAsync(
              () ->
                  Cli.winnow(
                      ClusterRecipe.run(recipe, output, "--flink-master", cluster.master())));
      FlinkCluster.await(
          "a scored batch",
          () -> {
            assertThat(run).as("the run").isNotDone();
            return !versions(output).isEmpty();
          });
      cluster.kill(0);
      before = versions(output);
      cluster.startTaskManager();
      outcome = run.get(15, TimeUnit.MINUTES);
      assertThat(outcome.exitCode()).as(outcome.err() + cluster.logs()).isZero();
    }

    // Killed in the middle of it, or this shows nothing.
    assertThat(before).hasSizeBetween(1, FILES - 1);
    // A batch that is scored again is stored again, as another file under the same name.
    assertThat(versions(output)).containsAllEntriesOf(before).hasSize(FILES);
    // Counted are the attempts that came to their end: all rows once, those of the dead from store.
    Matcher counts = COUNTS.matcher(outcome.out());
    assertThat(counts.find()).as(outcome.out()).isTrue();
    long fromStore = Long.parseLong(counts.group(2));
    assertThat(fromStore).isEqualTo((long) before.size() * ROWS_OF_FILE);
    assertThat(Long.parseLong(counts.group(1)) + fromStore).isEqualTo((long) FILES * ROWS_OF_FILE);

    Path undisturbed = folder.resolve("undisturbed");
    Outcome local = Cli.winnow(ClusterRecipe.run(recipe, undisturbed, "--runner", "local"));
    assertThat(local.exitCode()).as(local.err()).isZero();
    assertThat(ClusterRecipe.data(output)).isEqualTo(ClusterRecipe.data(undisturbed)).hasSize(2);
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
