package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** What {@code winnow plan} foresees of rounds of LLM2LLM, held against what a server then gets. */
class SynthPlanIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern MOST = Pattern.compile("all requests +bound +at most ([0-9,]+): ");

  /** Rounds, attempts, seeds, one request with two confirmations. */
  private static final int BOUND = 2 * 3 * 4 * (1 + 2);

  @TempDir private Path folder = Path.of("");

  @Test
  void aTeacherThatContradictsItselfGetsAsManyRequestsAsTheBoundSays() throws IOException {
    try (RuleServer server =
        new RuleServer(request -> FreshItems.areWanted(request) ? FreshItems.of(request) : "-1")) {
      Path recipe = recipe("url: '" + server.url() + "', model: rule");

      Outcome plan = Cli.winnow("plan", recipe, "--output", folder.resolve("out"));

      assertThat(plan.exitCode()).as(plan.err()).isZero();
      assertThat(most(plan)).isEqualTo(BOUND);
      assertThat(plan.out())
          .contains("maths: 4 seeds, 1 held-out items -> " + folder.resolve("out"))
          .contains("left out: not_one_question_and_answer 1")
          .contains("left out: repeated 1")
          .contains(
              "students                  2 trained at most, on 4 items in 1 steps in the first")
          .contains("in 3 steps in all") // the second on 4 + 4 * 2 items in batches of 8
          .contains("first requests  exact     4, if every seed is wrong; 0 of them in the cache")
          .contains("budget          exact     none")
          .contains("sent up to 6 times");
      assertThat(server.requests()).isZero();
      assertThat(folder.resolve("out.winnow")).doesNotExist();

      Outcome run = Cli.winnow("synth", recipe, "--output", folder.resolve("out"));

      assertThat(run.exitCode()).as(run.err()).isZero();
      JsonNode rounds = JSON.readTree(folder.resolve("out/_winnow/rounds.json").toFile());
      for (JsonNode round : rounds.path("rounds")) {
        assertThat(round.path("wrong_seeds").asInt()).isEqualTo(4);
        assertThat(round.path("accepted").asInt()).isZero();
      }
      assertThat(server.requests()).isEqualTo(BOUND);
      assertThat(Cli.winnow("plan", recipe, "--output", folder.resolve("out")).out())
          .contains("4, if every seed is wrong; 4 of them in the cache")
          .contains("the others take 0 tokens of input and 0 of output");
      assertThat(server.requests()).isEqualTo(BOUND);
    }
  }

  @Test
  void aTeacherWhoseItemsAreTakenGetsFewer() throws IOException {
    try (RuleServer server =
        new RuleServer(
            request -> FreshItems.areWanted(request) ? FreshItems.of(request) : "It is 7.")) {
      Path recipe = recipe("url: '" + server.url() + "', model: rule");
      long most = most(Cli.winnow("plan", recipe, "--output", folder.resolve("out")));

      Outcome run = Cli.winnow("synth", recipe, "--output", folder.resolve("out"));

      assertThat(run.exitCode()).as(run.err()).isZero();
      // One request and two confirmations for each seed and round.
      assertThat(server.requests()).isEqualTo(2 * 4 * 3).isLessThan((int) most);
    }
  }

  @Test
  void theLimitThatEndsTheRunFirstIsNamed() throws IOException {
    Path recipe =
        recipe(
            "url: 'http://127.0.0.1:1/v1', model: rule, key_variable: WINNOW_NO_SUCH_KEY,"
                + " max_tokens: 100, price: {input: 0, output: 1000},"
                + " budget: {requests: 36, money: 1.8, tokens: 100000000}");

    Outcome plan = Cli.winnow("plan", recipe);

    // Answers of 72 requests are 7,200 tokens and cost 7.2, of which 1.8 are a quarter.
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("and 7,200 of output; money 7.2")
        .contains("money of 1.8 would end it first, after 25.0% of the most")
        .contains("36 requests would end it, after 50.0% of the most")
        .doesNotContain("tokens would end it");
    assertThat(Cli.winnow("plan", recipe, "--set", "teacher.budget={requests: 72}").out())
        .contains("budget          estimate  allows all of it");
  }

  @Test
  void optionsOfOtherRecipesAreRefused() throws IOException {
    Outcome limited = Cli.winnow("plan", recipe("checkpoint: builtin:reference"), "--limit", 2);

    assertThat(limited.exitCode()).isEqualTo(2);
    assertThat(limited.err()).contains("--limit and --store are for recipes with steps");
  }

  @Test
  void aSoundRecipeIsSaidToBeOne() throws IOException {
    Path sound = recipe("checkpoint: builtin:reference");
    Outcome outcome = Cli.winnow("validate", sound);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains(" is sound: 4 seeds, 1 held-out items");

    Outcome wrong = Cli.winnow("validate", sound, "--set", "llm2llm.rounds=0");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("llm2llm.rounds: expected");
  }

  private static long most(Outcome plan) {
    Matcher most = MOST.matcher(plan.out());
    assertThat(most.find()).as(plan.out()).isTrue();
    return Long.parseLong(most.group(1).replace(",", ""));
  }

  private Path recipe(String teacher) throws IOException {
    Files.writeString(folder.resolve("held.jsonl"), row("Held", 5));
    StringBuilder seeds = new StringBuilder();
    for (String who : List.of("Ann", "Bob", "Cy", "Di", "Ann")) {
      seeds.append(row(who, 60));
    }
    seeds.append("{\"messages\": [{\"role\": \"user\", \"content\": \"1\"},");
    seeds.append(" {\"role\": \"assistant\", \"content\": \"2\"},");
    seeds.append(" {\"role\": \"user\", \"content\": \"3\"},");
    seeds.append(" {\"role\": \"assistant\", \"content\": \"4\"}]}\n");
    Files.writeString(folder.resolve("seeds.jsonl"), seeds.toString());
    return Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: maths
        seed: 5
        input: [{path: seeds.jsonl}]
        held_out: [{path: held.jsonl}]
        model: {checkpoint: builtin:reference, max_tokens: 256}
        train: {epochs: 1, batch_size: 8, learning_rate: 1e-4, low_rank: {rank: 2}}
        llm2llm: {task: maths, rounds: 2, attempts: 3, items_per_seed: 2, answer_tokens: 8}
        teacher: {%s}
        """
            .formatted(teacher));
  }

  private static String row(String who, int number) {
    return JSON.createObjectNode()
            .put(
                "question", who + " reads " + number + " pages and then 1 more. How many are that?")
            .put("answer", number + "+1=" + (number + 1) + "\n#### " + (number + 1))
        + "\n";
  }
}
