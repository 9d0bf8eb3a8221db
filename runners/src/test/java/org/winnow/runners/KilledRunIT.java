package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** A run that is killed while it scores, and started again. */
class KilledRunIT {
  private static final Path RECIPE = Path.of("../pipelines/examples/quickstart/recipe.yaml");
  private static final long ROWS = 90;
  private static final Pattern COUNTS =
      Pattern.compile("scored ([\\d,]+) rows; the scores of ([\\d,]+) rows were in");

  @Test
  void givesTheSameBytesAndScoresNoBatchAgain(@TempDir Path folder) throws Exception {
    Path undisturbed = folder.resolve("undisturbed");
    assertThat(Cli.winnow(arguments(undisturbed)).exitCode()).isZero();
    Path output = folder.resolve("killed");
    Path store = folder.resolve("killed.winnow/store");

    Process process = Cli.start(folder.resolve("log"), arguments(output));
    awaitEntry(process, store);
    process.destroyForcibly();
    assertThat(process.waitFor()).as("exit code of a process killed by SIGKILL").isEqualTo(137);

    assertThat(output).doesNotExist();
    long known = entries(store);
    Outcome outcome = Cli.winnow(arguments(output));

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    Matcher counts = COUNTS.matcher(outcome.out());
    assertThat(counts.find()).as(outcome.out()).isTrue();
    long scored = Long.parseLong(counts.group(1));
    long fromStore = Long.parseLong(counts.group(2));
    assertThat(scored + fromStore).isEqualTo(ROWS);
    assertThat(fromStore).isGreaterThanOrEqualTo(known).isPositive();
    assertThat(data(output)).isEqualTo(data(undisturbed));
  }

  private static Object[] arguments(Path output) {
    return new Object[] {"run", RECIPE, "--output", output, "--limit", ROWS};
  }

  /** Returns as soon as the first batch is in the store. */
  private static void awaitEntry(Process process, Path store) throws Exception {
    while (entries(store) == 0) {
      boolean ended = process.waitFor(10, TimeUnit.MILLISECONDS);
      assertThat(ended).as("the run ended before a batch was stored").isFalse();
    }
  }

  private static long entries(Path store) throws IOException {
    return Cli.filesOfOther(store, ".scores").size();
  }

  private static Map<String, String> data(Path output) throws IOException {
    Map<String, String> digests = Cli.digests(output);
    digests.keySet().removeIf(name -> !name.matches("(data|rejected)/.*"));
    return digests;
  }
}
