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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** UltraPrompt from the command line. */
class UltraPromptIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String REQUEST = "\n\nThe request:\n";

  @TempDir private Path folder = Path.of("");

  private Path recipe(String teacher, String... keys) throws IOException {
    List<String> seeds = new ArrayList<>();
    for (String who : List.of("Ann", "Bob", "Cyd", "Dan")) {
      String question = who + " has 12 eggs and breaks 3. How many are left?";
      seeds.add(
          JSON.writeValueAsString(
              Map.of("domain", "eggs", "question", question, "answer", "12-3=9")));
    }
    Files.write(folder.resolve("seeds.jsonl"), seeds);
    List<String> lines =
        new ArrayList<>(
            List.of(
                "name: prompts",
                "seed: 5",
                "input: [{path: seeds.jsonl}]",
                "model: {checkpoint: builtin:reference, max_tokens: 512}",
                "teacher: " + teacher,
                "ultraprompt:",
                "  responses: 2",
                "  categories: {eggs: math}",
                "  together: 3"));
    for (String key : keys) {
      lines.add("  " + key);
    }
    return Files.write(folder.resolve("recipe.yaml"), lines);
  }

  private List<JsonNode> rows(String file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(file))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private JsonNode table(String output) throws IOException {
    return JSON.readTree(folder.resolve(output + "/_winnow/ultraprompt.json").toFile());
  }

  @Test
  void rulesAndTheBuiltInModelGiveTheSameBytesHereAndOnFlink() throws IOException {
    Path recipe = recipe("{rules: principles}", "iterations: 3");

    Outcome local = Cli.winnow("synth", recipe, "--output", folder.resolve("local"));
    Outcome flink =
        Cli.winnow(
            "synth",
            recipe,
            "--output",
            folder.resolve("flink"),
            "--runner=flink",
            "--parallelism=2");

    assertThat(local.exitCode()).as(local.err()).isZero();
    assertThat(flink.exitCode()).as(flink.err()).isZero();
    assertThat(Cli.digests(folder.resolve("flink")))
        .isEqualTo(Cli.digests(folder.resolve("local")))
        .containsKeys("data/train.jsonl", "_winnow/ultraprompt.json", "README.md");
    JsonNode table = table("local");
    assertThat(table.path("trees").asInt()).isEqualTo(4);
    assertThat(table.path("iterations").asInt()).isEqualTo(12);
    // Every iteration makes an instruction or repeats one; and there are the raw ones.
    assertThat(table.path("instructions").asInt() + table.path("repeated_rewrites").asInt())
        .isEqualTo(16);
    assertThat(table.at("/mean_rewards/best").asDouble())
        .isGreaterThan(table.at("/mean_rewards/worst").asDouble());
    for (JsonNode pair : rows("local/data/train.jsonl")) {
      assertThat(pair.at("/meta/chosen_reward").asDouble())
          .isGreaterThan(pair.at("/meta/rejected_reward").asDouble());
      // Rules add sentences: what is rewritten still holds the raw instruction.
      String prompt = pair.at("/prompt/0/content").asText();
      String raw = prompt.substring(prompt.indexOf("<request>\n") + 10, prompt.indexOf("\n</req"));
      assertThat(raw).endsWith("has 12 eggs and breaks 3. How many are left?");
      assertThat(pair.at("/chosen/0/content").asText()).contains(raw);
      assertThat(pair.at("/rejected/0/content").asText()).contains(raw);
    }
  }

  @Test
  void pairsAreReadAsPreferencesByACuration() throws IOException {
    Path recipe = recipe("{rules: principles}", "iterations: 2");
    Outcome made = Cli.winnow("synth", recipe, "--output", folder.resolve("made"));
    assertThat(made.exitCode()).as(made.err()).isZero();
    Path curation =
        Files.write(
            folder.resolve("curation.yaml"),
            List.of(
                "name: preferences",
                "input: [{path: made/data/}]",
                "steps: [{dedup_exact: {}}]",
                "output: {format: jsonl, shape: preference}"));

    Outcome run = Cli.winnow("run", curation, "--output", folder.resolve("curated"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    List<JsonNode> before = rows("made/data/train.jsonl");
    List<JsonNode> after = rows("curated/data/train-00000-of-00001.jsonl");
    assertThat(after).hasSameSizeAs(before);
    for (String turns : List.of("prompt", "chosen", "rejected")) {
      assertThat(after.stream().map(row -> row.path(turns)).toList())
          .containsExactlyInAnyOrderElementsOf(
              before.stream().map(row -> row.path(turns)).toList());
    }
  }

  /** Rewrites by a word that stands for the principle, so that other requests get other texts. */
  private static String rewrite(JsonNode request) {
    String told = request.at("/messages/1/content").asText();
    int word = Math.floorMod(told.substring(0, told.indexOf(REQUEST)).hashCode(), 1000);
    return told.substring(told.indexOf(REQUEST) + REQUEST.length()) + " Use way " + word + ".";
  }

  @Test
  void aSpentBudgetLeavesTreesThatAreFinishedLaterWithoutAskingTwice() throws IOException {
    try (RuleServer server = new RuleServer(UltraPromptIT::rewrite)) {
      String teacher = "{url: '" + server.url() + "', model: m, concurrency: 2%s}";
      Path poor = recipe(teacher.formatted(", budget: {requests: 5}"), "iterations: 3");

      Outcome cut = Cli.winnow("synth", poor, "--output", folder.resolve("out"));

      assertThat(cut.exitCode()).as(cut.out()).isEqualTo(5);
      assertThat(server.requests()).isEqualTo(5);
      assertThat(table("out").path("end").asText()).isEqualTo("budget_spent");
      assertThat(table("out").path("iterations").asInt()).isEqualTo(5);

      Path rich = recipe(teacher.formatted(""), "iterations: 3");
      Outcome whole = Cli.winnow("synth", rich, "--output", folder.resolve("out"));
      assertThat(whole.exitCode()).as(whole.err()).isZero();
      assertThat(server.requests()).isEqualTo(12);
      assertThat(server.received().values()).containsOnly(1);

      Outcome undisturbed = Cli.winnow("synth", rich, "--output", folder.resolve("fresh"));
      assertThat(undisturbed.exitCode()).isZero();
      assertThat(Cli.digests(folder.resolve("out")))
          .isEqualTo(Cli.digests(folder.resolve("fresh")));
    }
  }

  @Test
  void aTeacherThatRefusesEverybodyPublishesNothing() throws IOException {
    try (RuleServer server = RuleServer.refusing(401)) {
      Path recipe = recipe("{url: '" + server.url() + "', model: m}", "iterations: 2");

      for (String runner : List.of("local", "flink")) {
        Outcome run =
            Cli.winnow("synth", recipe, "--output", folder.resolve("out"), "--runner=" + runner);

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("the teacher cannot be asked, unauthorized");
        assertThat(folder.resolve("out")).doesNotExist();
      }
    }
  }

  @Test
  void aPlanCountsFirstRequestsExactlyAndBoundsTheRest() throws IOException {
    Path recipe = recipe("{rules: principles}", "iterations: 3", "attempts: 2");

    Outcome plan = Cli.winnow("plan", recipe, "--output", folder.resolve("out"));

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("prompts: 4 instructions")
        .contains("32 responses and as many rewards") // 4 trees, 4 instructions each, 2 responses
        .contains("4, one for each tree; 0 of them in the cache")
        .contains("at most 24: 4 trees x 3 iterations x 2 attempts");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void whatCannotBeSpreadStaysHere() throws IOException {
    Path recipe = recipe("{rules: principles}", "iterations: 1");
    Outcome replay =
        Cli.winnow(
            "synth", recipe, "--output", folder.resolve("out"), "--runner=flink", "--replay");

    assertThat(replay.exitCode()).isEqualTo(2);
    assertThat(replay.err()).contains("--replay and --batch: expected --runner local, found flink");
  }
}
