package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** A schedule in a process of its own. */
class ScheduleIT {
  private static final Pattern PAGE = Pattern.compile("status at (http://127\\.0\\.0\\.1:\\d+/)");

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void refreshesShowsItAndStopsWhenAskedTo(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(
        folder.resolve("in/rows.jsonl"),
        """
        {"prompt": "Say 1.", "completion": "1"}
        {"prompt": "Say 2.", "completion": "2"}
        """);
    Path recipe =
        Files.writeString(
            folder.resolve("recipe.yaml"),
            "name: small\ninput: [{path: in}]\nsteps: [{dedup_exact: {}}]\n");
    Path dataset = folder.resolve("out");
    Path log = folder.resolve("log");

    Process process =
        Cli.start(
            log,
            "schedule",
            recipe,
            "--output",
            dataset,
            "--now",
            "--listen",
            0,
            "--cron",
            "0 2 29 2 *");
    try {
      URI page = awaitPage(process, log);
      JsonNode health = awaitEnd(process, page);

      assertThat(health.at("/last/outcome").asText()).as(health::toString).isEqualTo("published");
      assertThat(health.path("status").asText()).isEqualTo("waiting");
      assertThat(ask(page).body())
          .contains(dataset.toString(), "<td>published</td><td class=\"number\">1</td>");

      process.destroy(); // SIGTERM
      assertThat(process.waitFor()).as("exit code, and " + Files.readString(log)).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(log))
        .contains("winnow: refreshing at 0 2 29 2 *, UTC", "winnow: published", "stopping");
    Outcome versions = Cli.winnow("versions", dataset, "--verify");
    assertThat(versions.exitCode()).as(versions.err()).isZero();
    assertThat(dataset.resolve("latest").toRealPath())
        .isEqualTo(dataset.toRealPath().resolve("versions/000001"));
  }

  private static URI awaitPage(Process process, Path log) throws Exception {
    Matcher page = PAGE.matcher(Files.readString(log));
    while (!page.find()) {
      awaitMore(process);
      page = PAGE.matcher(Files.readString(log));
    }
    return URI.create(page.group(1));
  }

  private JsonNode awaitEnd(Process process, URI page) throws Exception {
    JsonNode health = new ObjectMapper().readTree(ask(page.resolve("health")).body());
    while (!health.has("last")) {
      awaitMore(process);
      health = new ObjectMapper().readTree(ask(page.resolve("health")).body());
    }
    return health;
  }

  private static void awaitMore(Process process) throws InterruptedException {
    boolean hasEnded = process.waitFor(20, TimeUnit.MILLISECONDS);
    assertThat(hasEnded).as("the schedule ended by itself").isFalse();
  }

  private HttpResponse<String> ask(URI uri) throws Exception {
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
