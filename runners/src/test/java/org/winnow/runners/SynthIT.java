package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** Rounds of LLM2LLM from the command line, on real problems. */
class SynthIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PROBLEMS = Path.of("../pipelines/examples/quickstart/data/gsm8k.jsonl");
  private static final int SEEDS = 6;
  private static final int HELD_OUT = 4;

  @TempDir private Path folder = Path.of("");

  @Test
  void threeRoundsOfAServerAskNothingTwice() throws IOException {
    List<Map.Entry<String, String>> problems = problems();
    write("seeds.jsonl", problems.subList(0, SEEDS));
    write("held.jsonl", problems.subList(SEEDS, SEEDS + HELD_OUT));
    Map<String, String> library = new HashMap<>();
    problems.forEach(problem -> library.put(problem.getKey(), problem.getValue()));
    try (LibraryServer server =
        new LibraryServer(problems.subList(SEEDS + HELD_OUT, problems.size()))) {
      Path recipe = recipe("{url: '" + server.url() + "', model: library, temperature: 0}");

      Outcome first = Cli.winnow("synth", recipe, "--output", folder.resolve("one"));

      assertThat(first.exitCode()).as(first.err()).isZero();
      assertThat(first.out()).contains("ended: rounds").contains("sent " + server.requests());
      List<JsonNode> items = lines(folder.resolve("one/data/train.jsonl"));
      assertThat(items).hasSizeBetween(2 * SEEDS, 3 * SEEDS);
      for (JsonNode item : items) {
        // Checked by the library, not by what the run has checked.
        String question = item.path("messages").path(0).path("content").asText();
        assertThat(item.path("messages").path(1).path("content").asText())
            .isEqualTo(library.get(question));
        assertThat(item.path("made_by").asText()).isEqualTo("llm2llm");
        assertThat(item.path("meta").path("round").asInt()).isBetween(1, 3);
      }
      assertThat(items.stream().map(item -> item.path("id").asText())).doesNotHaveDuplicates();
      JsonNode rounds = JSON.readTree(folder.resolve("one/_winnow/rounds.json").toFile());
      assertThat(rounds.path("rounds")).hasSize(3);
      int accepted = 0;
      for (JsonNode round : rounds.path("rounds")) {
        assertThat(round.path("trained_on").asInt()).isEqualTo(SEEDS + accepted);
        assertThat(round.path("held_out").asDouble()).isBetween(0.0, 1.0);
        accepted += round.path("accepted").asInt();
      }
      assertThat(accepted).isEqualTo(items.size());

      int sent = server.requests();
      Map<String, String> before = Cli.digests(folder.resolve("one"));
      Outcome again = Cli.winnow("synth", recipe, "--output", folder.resolve("one"));
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(server.requests()).isEqualTo(sent);
      assertThat(Cli.digests(folder.resolve("one"))).isEqualTo(before);

      Path poor =
          recipe(
              "{url: '"
                  + server.url()
                  + "', model: library, temperature: 0, budget: {requests: 5}}");
      Outcome spent = Cli.winnow("synth", poor, "--output", folder.resolve("two"));
      assertThat(spent.exitCode()).as(spent.err()).isEqualTo(5);
      assertThat(spent.out()).contains("ended: budget_spent").contains("sent 5 requests");
      assertThat(server.requests()).isEqualTo(sent + 5);
    }
  }

  @Test
  void aCheckpointCanBeTeacherAndStudent() throws IOException {
    write("seeds.jsonl", problems().subList(0, 2));
    write("held.jsonl", problems().subList(2, 4));
    Path recipe = recipe("{checkpoint: builtin:reference, max_tokens: 40}");

    Outcome outcome =
        Cli.winnow(
            "synth", recipe, "--output", folder.resolve("local"), "--set", "llm2llm.rounds=1");

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    JsonNode rounds = JSON.readTree(folder.resolve("local/_winnow/rounds.json").toFile());
    assertThat(rounds.path("rounds")).hasSize(1);
    assertThat(outcome.out()).contains(" new items from 2 seeds; ended: ");
  }

  @Test
  void aMissingKeyAndSeedsThatAreHeldOutEndTheRunBeforeItBegins() throws IOException {
    write("seeds.jsonl", problems().subList(0, 2));
    write("held.jsonl", problems().subList(2, 3));
    Path recipe =
        recipe("{url: 'http://127.0.0.1:1/v1', model: x, key_variable: WINNOW_NO_SUCH_KEY}");

    Outcome noKey = Cli.winnow("synth", recipe, "--output", folder.resolve("none"));
    assertThat(noKey.exitCode()).isEqualTo(2);
    assertThat(noKey.err()).contains("teacher.key_variable: expected an API key in the");

    write("held.jsonl", problems().subList(0, 1));
    Outcome same = Cli.winnow("synth", recipe, "--output", folder.resolve("none"));
    assertThat(same.exitCode()).isEqualTo(3);
    assertThat(same.err()).contains("1 held-out rows are among the seeds");

    String question = problems().get(0).getKey();
    write("held.jsonl", List.of(Map.entry(question + " ", "It is so.\n#### 5")));
    Outcome otherWords = Cli.winnow("synth", recipe, "--output", folder.resolve("none"));
    assertThat(otherWords.exitCode()).isEqualTo(3);
    assertThat(otherWords.err()).contains("1 held-out rows are among the seeds");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void whatIsWrongIsSaidAtOnce() throws IOException {
    Path recipe =
        recipe("{url: 'ftp://me:secret@example', key_variable: sk-123, budget: {money: 1}}");

    Outcome outcome = Cli.winnow("synth", recipe, "--set", "llm2llm.novelty=2");

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .contains("teacher.url: expected an http or https address with a host")
        .contains("teacher.model: expected the name of the server's model, found nothing")
        .contains("llm2llm.novelty: expected a number above 0 and below 1, found 2")
        .contains("teacher.key_variable: expected the name of an environment variable")
        .doesNotContain("secret")
        .doesNotContain("sk-123");
  }

  private Path recipe(String teacher) throws IOException {
    return Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: weak-spots
        seed: 5
        input: [{path: seeds.jsonl}]
        held_out: [{path: held.jsonl}]
        model: {checkpoint: builtin:reference, max_tokens: 256}
        train: {epochs: 1, batch_size: 8, learning_rate: 1e-4, low_rank: {rank: 2}}
        llm2llm: {task: maths, rounds: 3, attempts: 3, answer_tokens: 24}
        teacher: %s
        """
            .formatted(teacher));
  }

  private void write(String file, List<Map.Entry<String, String>> problems) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (Map.Entry<String, String> problem : problems) {
      lines
          .append(
              JSON.createObjectNode()
                  .put("question", problem.getKey())
                  .put("answer", problem.getValue()))
          .append('\n');
    }
    Files.writeString(folder.resolve(file), lines.toString());
  }

  private static List<Map.Entry<String, String>> problems() throws IOException {
    List<Map.Entry<String, String>> problems = new ArrayList<>();
    for (JsonNode row : lines(PROBLEMS)) {
      JsonNode messages = row.path("messages");
      problems.add(
          Map.entry(
              messages.path(0).path("content").asText(),
              messages.path(1).path("content").asText()));
    }
    return problems;
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
