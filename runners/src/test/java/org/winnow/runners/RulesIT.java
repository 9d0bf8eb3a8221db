package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** The teacher by rules from the command line: no server, no language model. */
class RulesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NOTE = Pattern.compile("<<(\\d+)([-+*])(\\d+)=(\\d+)>>");
  private static final String QUESTION = "Ann buys 6 boxes of 12 eggs and breaks 7. How many stay?";
  private static final String SOLUTION =
      "She buys 6*12=<<6*12=72>>72.\n72-7=<<72-7=65>>65 stay.\n#### 65";

  @TempDir private Path folder = Path.of("");

  private static String row(String question, String answer) throws IOException {
    return JSON.writeValueAsString(
        Map.of(
            "messages",
            List.of(
                Map.of("role", "user", "content", question),
                Map.of("role", "assistant", "content", answer))));
  }

  private Path recipe(String... lines) throws IOException {
    Files.writeString(folder.resolve("problems.jsonl"), row(QUESTION, SOLUTION) + "\n");
    List<String> all = new ArrayList<>(List.of("name: rules", "seed: 5"));
    all.add("input: [{path: problems.jsonl}]");
    all.add("teacher: {rules: arithmetic}");
    all.addAll(List.of(lines));
    return Files.write(folder.resolve("recipe.yaml"), all);
  }

  private List<JsonNode> made(Path recipe, String output) throws IOException {
    Outcome outcome = Cli.winnow("synth", recipe, "--output", folder.resolve(output));
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(output + "/data/train.jsonl"))) {
      rows.add(JSON.readTree(line).path("messages"));
    }
    return rows;
  }

  /** The noted results, each held against the arithmetic of this test. */
  private static List<Integer> results(String text) {
    List<Integer> results = new ArrayList<>();
    Matcher note = NOTE.matcher(text);
    while (note.find()) {
      int left = Integer.parseInt(note.group(1));
      int right = Integer.parseInt(note.group(3));
      int result =
          switch (note.group(2)) {
            case "+" -> left + right;
            case "-" -> left - right;
            default -> left * right;
          };
      assertThat(note.group(4)).as(text).isEqualTo(String.valueOf(result));
      results.add(result);
    }
    return results;
  }

  @Test
  void givenAttemptsAreMendedInTheSameBytesEachTime() throws IOException {
    Files.writeString(
        folder.resolve("attempts.jsonl"),
        row(QUESTION, "There are 6+12=<<6+12=18>>18.\n18-7=<<18-7=11>>11 stay.\nThe answer is 11.")
            + "\n");
    Path recipe = recipe("lemma: {attempts: [{path: attempts.jsonl}], injections: 0}");

    List<JsonNode> rows = made(recipe, "one");

    assertThat(rows).hasSize(2);
    for (JsonNode messages : rows) {
      String text = messages.path(1).path("content").asText();
      assertThat(messages.path(0).path("content").asText()).isEqualTo(QUESTION);
      assertThat(text).startsWith("There are 6+12=<<6+12=18>>18.").endsWith("The answer is 65.");
      assertThat(results(text)).containsExactly(18, 72, 65);
    }
    made(recipe, "two");
    assertThat(Cli.digests(folder.resolve("two"))).isEqualTo(Cli.digests(folder.resolve("one")));
  }

  @Test
  void wrongSeedsAreWrittenAgainWithOtherNumbers() throws IOException {
    Path recipe =
        recipe(
            "model: {checkpoint: builtin:reference, max_tokens: 256}",
            "train: {epochs: 1, batch_size: 1, learning_rate: 1e-6}",
            "llm2llm: {task: maths, rounds: 1, novelty: 0.99, confirm: false, answer_tokens: 4}");

    List<JsonNode> rows = made(recipe, "varied");

    assertThat(rows).hasSize(1);
    String question = rows.get(0).path(0).path("content").asText();
    Matcher numbers =
        Pattern.compile("Ann buys (\\d+) boxes of (\\d+) eggs and breaks (\\d+). How many stay\\?")
            .matcher(question);
    assertThat(numbers.matches()).as(question).isTrue();
    assertThat(question).isNotEqualTo(QUESTION);
    int stay =
        Integer.parseInt(numbers.group(1)) * Integer.parseInt(numbers.group(2))
            - Integer.parseInt(numbers.group(3));
    String answer = rows.get(0).path(1).path("content").asText();
    assertThat(answer).endsWith("#### " + stay);
    assertThat(results(answer)).endsWith(stay);
  }
}
