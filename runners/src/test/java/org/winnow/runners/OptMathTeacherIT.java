package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** OptMATH from the command line where a teacher writes texts and makes models of them. */
class OptMathTeacherIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NUMBER = Pattern.compile("(?<![A-Za-z_])[0-9]+(?:\\.[0-9]+)?");

  @TempDir private Path folder = Path.of("");

  /** The models that this test's teacher has written stories of, by story. */
  private final Map<String, String> models = new ConcurrentHashMap<>();

  /**
   * A teacher who tells the numbers of a model and remembers the model by its story. Of knapsacks
   * it remembers that the least value is wanted.
   */
  private String teach(JsonNode request) {
    String prompt = request.at("/messages/0/content").asText();
    if (request.has("response_format")) {
      return "{\"complete\": true, \"issues\": []}";
    }
    int model = prompt.indexOf("<model>\n");
    if (model >= 0) {
      String lp = prompt.substring(model + 8, prompt.indexOf("</model>"));
      String numbers =
          NUMBER.matcher(lp).results().map(MatchResult::group).collect(Collectors.joining(", "));
      String story = "A shop plans with these numbers: " + numbers + ". What is best?";
      models.put(story, lp.contains("take_A") ? lp.replace("Maximize", "Minimize") : lp);
      return story;
    }
    String story =
        models.keySet().stream()
            .filter(prompt::contains)
            .max(Comparator.comparingInt(String::length))
            .orElseThrow();
    String lp = models.getOrDefault(story, "");
    if (prompt.contains("LP format")) {
      return "```lp\n" + lp + "```";
    }
    String variant = "In another town: " + story;
    models.put(variant, lp);
    return variant;
  }

  private Path recipe(RuleServer server, String budget) throws IOException {
    return Files.write(
        folder.resolve("recipe.yaml"),
        List.of(
            "name: problems",
            "seed: 5",
            "teacher: {url: '" + server.url() + "', model: m" + budget + "}",
            "optmath:",
            "  instances: 6",
            "  classes: [knapsack, diet, assignment]",
            "  text: teacher",
            "  model: lp",
            "  variants: 1"));
  }

  private List<JsonNode> rows(String file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(file))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  @Test
  void whatIsModelledAgainIsKeptAndAnotherSenseGoesToTheBenchmark() throws IOException {
    try (RuleServer server = new RuleServer(this::teach)) {
      Path recipe = recipe(server, "");

      Outcome plan = Cli.winnow("plan", recipe, "--output", folder.resolve("out"));
      assertThat(plan.exitCode()).as(plan.err()).isZero();
      assertThat(plan.out())
          .contains("6, one for each instance that has an optimum")
          .contains("at most 42: 6 instances x (1 text + 2 critiques and refinements + 1 model");
      assertThat(server.requests()).isZero();
      Outcome run = Cli.winnow("synth", recipe, "--output", folder.resolve("out"));

      assertThat(run.exitCode()).as(run.err()).isZero();
      // Two diets and two assignments, and a variant of each.
      List<JsonNode> made = rows("out/data/train.jsonl");
      assertThat(made).hasSize(8);
      assertThat(made.stream().filter(row -> row.has("parent")))
          .hasSize(4)
          .allSatisfy(
              row -> {
                assertThat(row.at("/messages/0/content").asText()).startsWith("In another town");
                assertThat(row.at("/meta/rule").asText()).isNotEmpty();
              });
      List<JsonNode> hard = rows("out/benchmark/test.jsonl");
      assertThat(hard).hasSize(2);
      assertThat(hard)
          .allSatisfy(
              row -> {
                assertThat(row.at("/meta/class").asText()).isEqualTo("knapsack");
                assertThat(row.at("/meta/reason").asText()).isEqualTo("sense");
              });
      assertThat(rows("out/rejected/rejected.jsonl"))
          .extracting(row -> row.path("reason").asText())
          .containsExactly("sense", "sense");
      // A text, a critique and a model of each; of four a variant and two models of it.
      assertThat(server.requests()).isEqualTo(6 * 3 + 4 * 3);

      Map<String, String> before = Cli.digests(folder.resolve("out"));
      Outcome flink =
          Cli.winnow("synth", recipe, "--output", folder.resolve("flink"), "--runner=flink");
      assertThat(flink.exitCode()).as(flink.err()).isZero();
      assertThat(Cli.digests(folder.resolve("flink"))).isEqualTo(before);
      Outcome replay = Cli.winnow("synth", recipe, "--output", folder.resolve("out"), "--replay");
      assertThat(replay.exitCode()).as(replay.out()).isZero();
      assertThat(Cli.digests(folder.resolve("out"))).isEqualTo(before);
      assertThat(server.requests()).isEqualTo(60);
    }
  }

  @Test
  void aSpentBudgetIsSaidAndTheRestIsAskedLater() throws IOException {
    try (RuleServer server = new RuleServer(this::teach)) {
      Outcome cut =
          Cli.winnow(
              "synth",
              recipe(server, ", concurrency: 1, budget: {requests: 9}"),
              "--output",
              folder.resolve("out"));
      assertThat(cut.exitCode()).as(cut.out()).isEqualTo(5);
      assertThat(server.requests()).isEqualTo(9);

      Outcome whole = Cli.winnow("synth", recipe(server, ""), "--output", folder.resolve("out"));
      assertThat(whole.exitCode()).as(whole.err()).isZero();
      assertThat(server.requests()).isEqualTo(30);
      // Two models of one text may be asked for by the same words.
      assertThat(server.received().values()).isSubsetOf(List.of(1, 2));
      assertThat(rows("out/data/train.jsonl")).hasSize(8);

      Outcome undisturbed =
          Cli.winnow("synth", recipe(server, ""), "--output", folder.resolve("fresh"));
      assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();
      assertThat(Cli.digests(folder.resolve("out")))
          .isEqualTo(Cli.digests(folder.resolve("fresh")));
    }
  }

  /** A knapsack of n items has n variables, a row and n terms in each of two sums: 2 n + 1. */
  @Test
  void aTeacherChoosesTheSizesOfATierAfterItIsToldThatTheyWereWrong() throws IOException {
    String ranges = "{\"item\": [%d, %d], \"value\": [10, 300], \"weight\": [1, 50]}";
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    try (RuleServer server =
        new RuleServer(
            request -> {
              asked.add(request.at("/messages/0/content").asText());
              return asked.size() == 1 ? ranges.formatted(3, 3) : ranges.formatted(20, 20);
            })) {
      Path recipe =
          Files.write(
              folder.resolve("search.yaml"),
              List.of(
                  "name: problems",
                  "seed: 5",
                  "teacher: {url: '" + server.url() + "', model: m}",
                  "optmath: {instances: 2, classes: [knapsack], tiers: [easy], search: teacher}"));

      Outcome run = Cli.winnow("synth", recipe, "--output", folder.resolve("out"));

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(asked).hasSize(2);
      assertThat(asked.get(1)).contains("7.00"); // three items
      assertThat(rows("out/data/train.jsonl"))
          .hasSize(2)
          .allSatisfy(row -> assertThat(row.at("/meta/complexity").asDouble()).isEqualTo(41));
    }
  }

  @Test
  void aServerThatIsGonePublishesNothing() throws IOException {
    try (RuleServer server = RuleServer.refusing(401)) {
      Outcome run = Cli.winnow("synth", recipe(server, ""), "--output", folder.resolve("out"));

      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.err()).contains("the teacher cannot be asked, unauthorized");
      assertThat(folder.resolve("out")).doesNotExist();
    }
  }

  /** Parts wait for one batch, not each for its own. */
  @Test
  void aBatchHasTheRequestsOfAllParts() throws IOException {
    try (RuleServer server = new RuleServer(this::teach)) {
      Outcome run =
          Cli.winnow(
              "synth",
              recipe(server, ""),
              "--output",
              folder.resolve("out"),
              "--batch",
              folder.resolve("b"));

      assertThat(run.exitCode()).as(run.err()).isEqualTo(6);
      assertThat(run.out()).contains("6 requests have no answer yet");
      List<Path> files = Cli.filesOfOther(folder.resolve("b"), ".jsonl");
      assertThat(files).hasSize(1);
      assertThat(Files.readAllLines(files.get(0))).hasSize(6);
      assertThat(server.requests()).isZero();
    }
  }
}
