package org.winnow.runners.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.pipelines.refresh.DatasetDifference;
import org.winnow.pipelines.refresh.DatasetVersion;
import org.winnow.pipelines.refresh.RefreshOutcome;
import org.winnow.pipelines.refresh.RowChanges;
import org.winnow.pipelines.run.RunReport;
import org.winnow.runners.schedule.Outcome;
import org.winnow.runners.schedule.Result;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

final class ScheduleCommandTest {
  private static final RunReport REPORT =
      new RunReport("small", Instant.EPOCH, 1, 2, 2, 0, 0, 0, 0, 0, List.of(), List.of());

  private final StringWriter errors = new StringWriter();

  private int schedule(Object... arguments) {
    String[] texts = new String[arguments.length + 1];
    texts[0] = "schedule";
    for (int i = 0; i < arguments.length; i++) {
      texts[i + 1] = String.valueOf(arguments[i]);
    }
    return WinnowCommand.commandLine()
        .setOut(new PrintWriter(new StringWriter()))
        .setErr(new PrintWriter(errors))
        .execute(texts);
  }

  private static Path recipe(Path folder, String steps) throws IOException {
    return Files.writeString(
        folder.resolve("recipe.yaml"),
        "name: small\ninput: [{path: in}]\nsteps:\n  - " + steps + ": {}\n");
  }

  private static void input(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(
        folder.resolve("in/rows.jsonl"), "{\"prompt\": \"Say 1.\", \"completion\": \"1\"}\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--cron=0 2 * *, --cron: expected minute",
    "--cron=0 0 30 2 *, which never does",
    "--zone=+02:00, expected a place as in Europe/Berlin",
    "--retries=-1, --retries: expected at least 0",
    "--retry-delay=0s, --retry-delay: expected more than nothing",
    "--retry-delay=2h, --retry-delay: expected more than nothing and up to an hour",
    "--grace=10, expected a duration as in 90s",
    "--listen=localhost, expected HOST:PORT or PORT",
    "--keep=0, --keep: expected at least 1",
    "--parallelism=0, --parallelism: expected at least 1",
  })
  void aWrongOptionEndsIt(String option, String message, @TempDir Path folder) throws Exception {
    input(folder);
    Path recipe = recipe(folder, "dedup_exact");
    String cron = option.startsWith("--cron") ? option : "--cron=0 2 * * *";
    String other = option.startsWith("--cron") ? "--retries=1" : option;

    assertThat(schedule(recipe, "--output", folder.resolve("out"), cron, other)).isEqualTo(2);

    assertThat(errors.toString()).contains(message);
  }

  @Test
  void aRecipeThatIsWrongAtTheStartEndsItAtOnce(@TempDir Path folder) throws Exception {
    input(folder);
    Path recipe = recipe(folder, "dedupe");

    assertThat(schedule(recipe, "--cron", "0 2 * * *", "--output", folder.resolve("out")))
        .isEqualTo(2);

    assertThat(errors.toString()).contains("unknown step 'dedupe'");
    assertThat(folder.resolve("out.winnow")).doesNotExist();
  }

  @Test
  void aColumnThatNoStepAddsIsFoundAtTheStartToo(@TempDir Path folder) throws Exception {
    input(folder);
    Path recipe = recipe(folder, "select: {highest: loss.mean, keep: 30%}\n  - dedup_exact");

    assertThat(schedule(recipe, "--cron", "0 2 * * *", "--output", folder.resolve("out")))
        .isEqualTo(2);

    assertThat(errors.toString()).contains("add a score step");
  }

  @ParameterizedTest
  @CsvSource({"90s, 90", "10m, 600", "2h, 7200", "0s, 0"})
  void durationsHaveUnits(String text, long seconds) {
    assertThat(new Durations().convert(text)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({
    "8080, 127.0.0.1, 8080",
    "0, 127.0.0.1, 0",
    "127.0.0.1:9, 127.0.0.1, 9",
    "0.0.0.0:8080, 0.0.0.0, 8080",
    "[::1]:8080, 0:0:0:0:0:0:0:1, 8080"
  })
  void addressesAreOfTheLoopbackInterfaceUnlessTheySay(String text, String host, int port)
      throws Exception {
    InetSocketAddress address = new ListenAddress().convert(text);

    assertThat(address.getAddress().getHostAddress()).isEqualTo(host);
    assertThat(address.getPort()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "65536", "127.0.0.1", "127.0.0.1:65536", ":80", "me@127.0.0.1:80"})
  void whatIsNoAddressIsRefused(String text) {
    assertThatThrownBy(() -> new ListenAddress().convert(text))
        .isInstanceOf(CommandLine.TypeConversionException.class)
        .hasMessageContaining("found " + text);
  }

  /** A command that has nothing but the options of a refresh. */
  @CommandLine.Command
  private static final class Options implements Runnable {
    @Mixin private RefreshOptions refresh = new RefreshOptions();

    @Override
    public void run() {}

    static RefreshOptions parsed(Path recipe) {
      Options options = new Options();
      new CommandLine(options)
          .setOut(new PrintWriter(new StringWriter()))
          .parseArgs(recipe.toString());
      return options.refresh;
    }
  }

  private static Result attempt(Path recipe, Path dataset) {
    return new ScheduledRefresh(
            Options.parsed(recipe), dataset, new PrintWriter(new StringWriter()))
        .get();
  }

  @Test
  void eachAttemptReadsTheRecipeAnew(@TempDir Path folder) throws Exception {
    Path recipe = recipe(folder, "dedupe");
    Path dataset = folder.resolve("out");
    Result broken = attempt(recipe, dataset);
    recipe(folder, "dedup_exact");
    Files.createDirectories(folder.resolve("in"));
    Result mended = attempt(recipe, dataset);

    assertThat(broken.outcome()).isEqualTo(Outcome.RECIPE);
    assertThat(broken.error()).contains("unknown step 'dedupe'");
    assertThat(mended.outcome()).isEqualTo(Outcome.DATA);
    assertThat(mended.error()).contains("there is no file to read");
  }

  @Test
  void aDatasetThatAnotherRefreshHoldsIsBusy(@TempDir Path folder) throws Exception {
    input(folder);
    Path lock = folder.resolve("out.winnow/refresh.lock");
    Files.createDirectories(folder.resolve("out.winnow"));
    Files.writeString(lock, "{\"owner\": \"somebody\", \"until\": \"2999-01-01T00:00:00Z\"}");

    Result result = attempt(recipe(folder, "dedup_exact"), folder.resolve("out"));

    assertThat(result.outcome()).isEqualTo(Outcome.BUSY);
    assertThat(result.error()).contains("somebody");
    assertThat(lock).content().contains("somebody");
  }

  @Test
  void aFileThatIsNoFolderMayPass(@TempDir Path folder) throws Exception {
    input(folder);
    Files.writeString(folder.resolve("out.winnow"), "in the way");

    Result result = attempt(recipe(folder, "dedup_exact"), folder.resolve("out"));

    assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(result.error()).contains("out.winnow");
  }

  @Test
  void anExpectationThatDoesNotHoldIsARefusal() {
    List<String> failures = List.of("min_rows: expected 10, found 2", "max_drift: \u202e0.3");

    Result result =
        ScheduledRefresh.result(new RefreshOutcome.Refused(failures, Path.of("refused"), REPORT));

    assertThat(result)
        .isEqualTo(
            Result.bad(
                Outcome.REFUSED,
                "not as expected: min_rows: expected 10, found 2\nmax_drift: \\u202e0.3"));
  }

  @Test
  void aNewVersionTellsWhatItChanged() {
    DatasetVersion version =
        new DatasetVersion(3, Path.of("v"), OptionalInt.of(2), Instant.EPOCH, 40, "identity");
    RowChanges rows = new RowChanges(9, 5, 1, 30);
    DatasetDifference difference =
        new DatasetDifference(rows, Map.of(), List.of(), List.of(), List.of());

    assertThat(
            ScheduledRefresh.result(
                new RefreshOutcome.Published(version, REPORT, Optional.of(difference), List.of())))
        .isEqualTo(new Result(Outcome.PUBLISHED, OptionalInt.of(3), Optional.of(rows), ""));
    assertThat(
            ScheduledRefresh.result(
                new RefreshOutcome.Published(version, REPORT, Optional.empty(), List.of())))
        .as("the first version: all of its rows are new")
        .isEqualTo(
            new Result(
                Outcome.PUBLISHED,
                OptionalInt.of(3),
                Optional.of(new RowChanges(40, 0, 0, 0)),
                ""));
  }

  @Test
  void nothingToDoTellsTheVersionThatReadersGet() {
    DatasetVersion second =
        new DatasetVersion(2, Path.of("v"), OptionalInt.of(1), Instant.EPOCH, 40, "second");

    assertThat(ScheduledRefresh.result(new RefreshOutcome.Unchanged(second)))
        .isEqualTo(new Result(Outcome.UNCHANGED, OptionalInt.of(2), Optional.empty(), ""));
    assertThat(ScheduledRefresh.result(new RefreshOutcome.TakenBack(3, true, second)))
        .isEqualTo(new Result(Outcome.TAKEN_BACK, OptionalInt.of(2), Optional.empty(), ""));
  }
}
