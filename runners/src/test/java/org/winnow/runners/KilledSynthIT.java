package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** A synthesis that is killed in the middle of a round, and started again. */
class KilledSynthIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PROBLEMS = Path.of("../pipelines/examples/quickstart/data/gsm8k.jsonl");
  private static final int SEEDS = 8;
  private static final int LIBRARY = 200;
  private static final int WORKERS = 4;

  @TempDir private Path folder = Path.of("");

  @Test
  void whatWasAnsweredIsNotAskedAgainAndTheBytesAreTheSame() throws Exception {
    List<String> rows = Files.readAllLines(PROBLEMS).subList(0, SEEDS + LIBRARY);
    Files.write(folder.resolve("seeds.jsonl"), rows.subList(0, SEEDS));
    try (LibraryServer library = new LibraryServer(library(rows.subList(SEEDS, rows.size())))) {
      RuleServer server = library.server();
      Path recipe = recipe(server.url());
      Path undisturbed = folder.resolve("undisturbed");
      Outcome whole = Cli.winnow("synth", recipe, "--output", undisturbed);
      assertThat(whole.exitCode()).as(whole.err()).isZero();
      Map<String, Integer> wanted = server.received();
      assertThat(wanted.values()).containsOnly(1);

      // In the second of two rounds, as is checked below.
      int answers = wanted.size() * 3 / 4;
      server.answerOnly(answers);
      Path output = folder.resolve("killed");
      Process process = Cli.start(folder.resolve("log"), "synth", recipe, "--output", output);
      awaitStored(process, folder.resolve("killed.winnow/answers"), answers, server);
      process.destroyForcibly();
      assertThat(process.waitFor()).as("exit code of a process killed by SIGKILL").isEqualTo(137);

      assertThat(output).doesNotExist();
      assertThat(folder.resolve("killed.winnow/students"))
          .as("a student of the second round")
          .isDirectoryContaining("glob:**/round-2-*");
      Map<String, Integer> answered = new TreeMap<>(server.answered());
      assertThat(answered).hasSize(answers);
      server.answerAll();
      Outcome again = Cli.winnow("synth", recipe, "--output", output);

      assertThat(again.exitCode()).as(again.err()).isZero();
      Map<String, Integer> received = server.received();
      assertThat(received).containsOnlyKeys(wanted.keySet());
      // Only what was under way, one request a worker, came in twice; it had no answer.
      Map<String, Integer> twice = new TreeMap<>(received);
      twice.values().removeIf(times -> times == 1);
      assertThat(twice).hasSizeBetween(1, WORKERS).doesNotContainKeys(keys(answered));
      assertThat(twice.values()).containsOnly(2);
      assertThat(again.out()).contains("sent " + (wanted.size() - answers) + " requests");
      assertThat(Cli.digests(output)).isEqualTo(Cli.digests(undisturbed));
    }
  }

  private static String[] keys(Map<String, Integer> counts) {
    return counts.keySet().toArray(new String[0]);
  }

  /** Returns when all answers that the server gave are on the disk, and it is asked for more. */
  private static void awaitStored(Process process, Path answers, int count, RuleServer server)
      throws Exception {
    while (stored(answers) < count || server.received().size() <= count) {
      boolean ended = process.waitFor(10, TimeUnit.MILLISECONDS);
      assertThat(ended).as("the run ended before it was killed").isFalse();
    }
  }

  private static int stored(Path answers) throws IOException {
    int count = 0;
    for (Path file : Cli.filesOfOther(answers, ".answer")) {
      // Answers of students are there too.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      count += text.contains(RuleServer.FINGERPRINT) ? 1 : 0;
    }
    return count;
  }

  private static List<Map.Entry<String, String>> library(List<String> rows) throws IOException {
    List<Map.Entry<String, String>> library = new ArrayList<>();
    for (String row : rows) {
      JsonNode messages = JSON.readTree(row).path("messages");
      library.add(
          Map.entry(
              messages.path(0).path("content").asText(),
              messages.path(1).path("content").asText()));
    }
    return library;
  }

  private Path recipe(String url) throws IOException {
    return Files.writeString(
        folder.resolve("recipe.yaml"),
        String.format(
            Locale.ROOT,
            """
            name: weak-spots
            seed: 5
            input: [{path: seeds.jsonl}]
            model: {checkpoint: builtin:reference, max_tokens: 256}
            train: {epochs: 1, batch_size: 8, learning_rate: 1e-4, low_rank: {rank: 2}}
            llm2llm: {task: maths, rounds: 2, attempts: 3, answer_tokens: 24}
            teacher: {url: '%s', model: library, temperature: 0, concurrency: %d}
            """,
            url,
            WORKERS));
  }
}
