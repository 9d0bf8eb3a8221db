package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.runners.Cli.Outcome;

/** What a user meets when something is wrong. */
class ExitCodesIT {
  private static final String SOUND_ROW = "{\"prompt\": \"Say %d.\", \"completion\": \"%d\"}\n";

  @TempDir private Path folder = Path.of("");

  private Path recipe(String steps) throws IOException {
    return Files.writeString(
        folder.resolve("recipe.yaml"),
        "name: small\ninput: [{path: in}]\nsteps:\n" + steps + "max_rejected: 10%\n");
  }

  private void input(int sound, String... broken) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < sound; i++) {
      rows.append(SOUND_ROW.formatted(i, i));
    }
    for (String row : broken) {
      rows.append(row).append('\n');
    }
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/rows.jsonl"), rows);
  }

  private Outcome run(Path recipe) {
    return Cli.winnow("run", recipe, "--output", folder.resolve("out"));
  }

  @Test
  void aWrongRecipeIsToldWhollyAtOnce() throws IOException {
    input(3);
    Path recipe =
        recipe("  - dedupe: {}\n  - select: {highest: loss.mean, keep: 0.3}\n  - mix: {t: 3}\n");

    Outcome outcome = run(recipe);

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains(
            "has 3 problems",
            "steps[0]: unknown step 'dedupe'; known steps: scrub, filter,",
            "steps[1].select.keep: expected a share up to 100%, such as 30%, or a count such as"
                + " {rows: 5000}, found 0.3",
            "steps[2].mix.t: unknown key; known here: strategy, temperature, rows")
        .doesNotContain("\tat ");
  }

  @Test
  void aColumnThatNoStepAddsIsFoundBeforeAnythingRuns() throws IOException {
    input(3);

    Outcome outcome = run(recipe("  - select: {highest: loss.mean, keep: 30%}\n"));

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("steps[0].select", "'loss.mean'", "add a score step");
    assertThat(folder.resolve("out.winnow")).doesNotExist();
  }

  @Test
  void aFolderWithNothingToReadIsAMatterOfData() throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in/notes.txt"), "nothing");

    Outcome outcome = run(recipe("  - dedup_exact: {}\n"));

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err()).contains("there is no file to read in input[0].path (in)", ".jsonl");
  }

  @Test
  void tooManyBrokenRowsPublishNothingAndLeaveTheOldDataset() throws IOException {
    input(20);
    Path recipe = recipe("  - dedup_exact: {}\n");
    assertThat(run(recipe).exitCode()).isZero();
    Map<String, String> before = Cli.digests(folder.resolve("out"));
    input(20, "{broken", "{\"question\": 1}", "[]");

    Outcome outcome = run(recipe);

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err())
        .contains("3 of 23 rows are broken", "max_rejected: 10%", "malformed_json 1");
    assertThat(Cli.digests(folder.resolve("out"))).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "flink"})
  void aQuotaBeyondTheDataIsAMatterOfDataOnEveryRunner(String runner) throws IOException {
    input(4);
    Path recipe = recipe("  - mix: {quotas: {rows: {rows: 17}}, max_epochs: 4}\n");

    Outcome outcome =
        Cli.winnow("run", recipe, "--output", folder.resolve("out"), "--runner", runner);

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(3);
    assertThat(outcome.err())
        .contains(
            "winnow: mix: domain 'rows' has a quota of 17 of its 4, which is more than max_epochs:"
                + " 4 allows (16); nothing was published");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void fewBrokenRowsAreListedAndTheRestIsPublished() throws IOException {
    input(20, "{broken");

    Outcome outcome = run(recipe("  - dedup_exact: {}\n"));

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("malformed_json 1", "read 21 rows, wrote 20 rows");
  }

  @Test
  void aFolderThatIsNotADatasetIsNeverReplaced() throws IOException {
    input(3);
    Files.createDirectories(folder.resolve("out"));
    Files.writeString(folder.resolve("out/thesis.txt"), "years of work");

    Outcome outcome = run(recipe("  - dedup_exact: {}\n"));

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err()).contains("is not a dataset of winnow");
    assertThat(folder.resolve("out/thesis.txt")).hasContent("years of work");
  }

  @Test
  void aCheckpointWithAnUnknownModelIsNamed() throws IOException {
    input(3);
    Path checkpoint = Files.createDirectories(folder.resolve("model"));
    Files.writeString(checkpoint.resolve("config.json"), "{\"model_type\": \"mamba\"}");
    Path recipe = recipe("  - score: {scorers: [loss]}\n");

    Outcome outcome =
        Cli.winnow("validate", recipe, "--set", "model={checkpoint: " + checkpoint + "}");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err()).contains("model.checkpoint", "mamba", "llama");
  }

  @Test
  void theCatalogueNamesEveryStepAndScorer() {
    Outcome outcome = Cli.winnow("steps");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains(
            "dedup_exact", "select", "mix", "donod.don", "spectrum.effective_rank", "2504.10766");
  }

  @Test
  void aMasterThatTakesNoJobsIsRefusedBeforeAnythingIsWritten() throws IOException {
    input(3);
    Path recipe = recipe("  - dedup_exact: {}\n");
    HttpServer newer = newerFlink();
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    try {
      String found = "127.0.0.1:" + newer.getAddress().getPort() + ", found Flink 1.20.1";
      assertMasterRefused(2, recipe, "127.0.0.1:" + newer.getAddress().getPort(), found);
      assertMasterRefused(4, recipe, "127.0.0.1:" + nobody, nobody + ", but nobody answers");
      assertMasterRefused(2, recipe, "cluster", "expected HOST:PORT, found 'cluster'");
    } finally {
      newer.stop(0);
    }
  }

  private void assertMasterRefused(int exitCode, Path recipe, String master, String message) {
    Path output = folder.resolve("out");
    Outcome outcome = Cli.winnow("run", recipe, "--output", output, "--flink-master", master);

    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
    assertThat(outcome.err()).contains("--flink-master: expected", message);
    assertThat(output).doesNotExist();
    assertThat(folder.resolve("out.winnow")).doesNotExist();
  }

  private static HttpServer newerFlink() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] overview =
        "{\"slots-total\":4,\"flink-version\":\"1.20.1\"}".getBytes(StandardCharsets.US_ASCII);
    server.createContext(
        "/overview",
        exchange -> {
          exchange.sendResponseHeaders(200, overview.length);
          exchange.getResponseBody().write(overview);
          exchange.close();
        });
    server.start();
    return server;
  }
}
