package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** Runs that send nothing: from known answers, and by files of requests. */
class SynthOfflineIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path PROBLEMS = Path.of("../pipelines/examples/quickstart/data/gsm8k.jsonl");
  private static final int SEEDS = 4;

  /** Nobody listens there. */
  private static final String NOWHERE = "http://127.0.0.1:1/v1";

  @TempDir private Path folder = Path.of("");

  @Test
  void batchesGoOnFromStopToStopAndEndInTheBytesOfTheServer() throws Exception {
    try (LibraryServer server = library()) {
      Outcome online = Cli.winnow("synth", recipe(server.url()), "--output", at("online"));
      assertThat(online.exitCode()).as(online.err()).isZero();
      int asked = server.requests();
      int stops = goOn(recipe(NOWHERE), server.url());

      // Two rounds of up to three attempts, each with items and confirmations.
      assertThat(stops).isBetween(2 * 2, 2 * 3 * 2);
      assertThat(server.requests()).isEqualTo(2 * asked); // once by the run, once by the service
      assertThat(Cli.digests(at("offline"))).isEqualTo(Cli.digests(at("online")));
    }
  }

  @Test
  void trajectoriesByBatchesAreThoseOfTheServer() throws Exception {
    List<String> problems = new ArrayList<>();
    List<String> attempts = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ApplesProblem problem = ApplesProblem.number(i);
      problems.add(row(problem.question(), problem.solution()));
      attempts.add(row(problem.question(), problem.attempt(1 + i % 3, 5)));
    }
    Files.write(at("problems.jsonl"), problems);
    Files.write(at("attempts.jsonl"), attempts);
    try (RuleServer server = new RuleServer(MendingTeacher::answer)) {
      Outcome plan = Cli.winnow("plan", lemma(server.url()), "--output", at("online"));
      Outcome online = Cli.winnow("synth", lemma(server.url()), "--output", at("online"));
      assertThat(online.exitCode()).as(online.err()).isZero();
      // An attempt and two planted errors of each problem.
      assertThat(plan.out()).contains("at most 54: 6 x (3 wrong attempts + 6 planted errors)");
      assertThat(server.requests()).isPositive().isLessThanOrEqualTo(54);

      int stops = goOn(lemma(NOWHERE), server.url());

      assertThat(stops).isEqualTo(5); // classify, inject, locate, revise, smooth
      assertThat(Cli.digests(at("offline"))).isEqualTo(Cli.digests(at("online")));
    }
  }

  private Path lemma(String url) throws IOException {
    return Files.writeString(
        at("lemma " + url.hashCode() + ".yaml"),
        """
        name: mended
        seed: 5
        input: [{path: problems.jsonl}]
        teacher: {url: '%s', model: rule}
        lemma: {attempts: [{path: attempts.jsonl}]}
        """
            .formatted(url));
  }

  @Test
  void aReplaySendsNothingAndPublishesOnlyWhatRepeats() throws IOException {
    Path known;
    try (LibraryServer server = library()) {
      Outcome online = Cli.winnow("synth", recipe(server.url()), "--output", at("out"));
      assertThat(online.exitCode()).as(online.err()).isZero();
    }
    Map<String, String> before = Cli.digests(at("out"));
    Path recipe = recipe(NOWHERE + "', key_variable: 'WINNOW_NO_SUCH_KEY");

    Outcome again = Cli.winnow("synth", recipe, "--output", at("out"), "--replay");

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(Cli.digests(at("out"))).isEqualTo(before);

    try (Stream<Path> answers = Files.walk(at("out.winnow/answers"))) {
      // An answer of the teacher: those of students have a model's digest in them.
      known =
          answers
              .filter(file -> file.toString().endsWith(".answer"))
              .filter(file -> text(file).contains("Question:"))
              .sorted()
              .findFirst()
              .orElseThrow();
    }
    Files.delete(known);
    Outcome less = Cli.winnow("synth", recipe, "--output", at("out"), "--replay");

    assertThat(less.exitCode()).isEqualTo(6);
    // What depended on it was never asked, so more may be missing.
    int missing = count(less.out(), "not_in_cache ([0-9]+)");
    assertThat(missing).isPositive();
    assertThat(count(less.out(), "(?m)^([0-9]+) requests have no known answer; nothing is"))
        .isEqualTo(missing);
    assertThat(Cli.digests(at("out"))).isEqualTo(before);
  }

  @Test
  void whereNothingCanBeWrittenForABatchIsSaidAtOnce() throws IOException {
    Files.writeString(at("seeds.jsonl"), "{\"question\": \"1+1?\", \"answer\": \"#### 2\"}\n");
    Path local = recipe(NOWHERE, "{checkpoint: builtin:reference}");
    Outcome checkpoint = Cli.winnow("synth", local, "--output", at("out"), "--batch", at("b"));
    assertThat(checkpoint.exitCode()).isEqualTo(2);
    assertThat(checkpoint.err())
        .contains("--batch: expected a folder for a teacher behind a server");

    Path recipe = recipe(NOWHERE);
    for (String inside : List.of("out/b", "out.winnow/b")) {
      Outcome swept = Cli.winnow("synth", recipe, "--output", at("out"), "--batch", at(inside));
      assertThat(swept.exitCode()).isEqualTo(2);
      assertThat(swept.err()).contains("--batch: expected a folder outside of " + at("out"));
    }
    Outcome both = Cli.winnow("synth", recipe, "--replay", "--batch", at("b"));
    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("--replay").contains("--batch").contains("mutually exclusive");
  }

  /** The sum of the numbers that a pattern finds. */
  private static int count(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .sum();
  }

  private Path at(String name) {
    return folder.resolve(name);
  }

  /** The files of requests that a stop names. */
  private List<Path> named(String out) {
    return out.lines()
        .map(String::strip)
        .filter(line -> line.startsWith(at("b") + "/requests-"))
        .map(Path::of)
        .toList();
  }

  /** Goes on from stop to stop, and answers what is asked at each; gives the number of stops. */
  private int goOn(Path recipe, String service) throws Exception {
    int stops = 0;
    Outcome run = Cli.winnow("synth", recipe, "--output", at("offline"), "--batch", at("b"));
    while (run.exitCode() == 6) {
      stops++;
      assertThat(run.out()).contains("nothing is published").contains("give the same command");
      assertThat(at("offline")).doesNotExist();
      for (Path file : named(run.out())) {
        answer(file, service, stops);
      }
      run = Cli.winnow("synth", recipe, "--output", at("offline"), "--batch", at("b"));
    }
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).doesNotContain("sent ");
    return stops;
  }

  private static String row(String question, String answer) {
    return JSON.createObjectNode().put("question", question).put("answer", answer).toString();
  }

  /** What a batch service does: answers each row, and gives the rows back in another order. */
  private void answer(Path file, String service, int stop) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    List<String> results = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode row = JSON.readTree(line);
      assertThat(row.path("method").asText()).isEqualTo("POST");
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(service + "/chat/completions"))
              .POST(HttpRequest.BodyPublishers.ofString(row.path("body").toString()))
              .build();
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      ObjectNode result = JSON.createObjectNode();
      result.set("custom_id", row.path("custom_id"));
      result
          .putObject("response")
          .put("status_code", response.statusCode())
          .set("body", JSON.readTree(response.body()));
      results.add(result.toString());
    }
    Collections.reverse(results);
    Files.write(at("b").resolve("stop " + stop + " of " + file.getFileName()), results);
  }

  private LibraryServer library() throws IOException {
    List<Map.Entry<String, String>> problems = new ArrayList<>();
    for (String line : Files.readAllLines(PROBLEMS)) {
      JsonNode messages = JSON.readTree(line).path("messages");
      problems.add(
          Map.entry(
              messages.path(0).path("content").asText(),
              messages.path(1).path("content").asText()));
    }
    StringBuilder seeds = new StringBuilder();
    for (Map.Entry<String, String> seed : problems.subList(0, SEEDS)) {
      seeds.append(row(seed.getKey(), seed.getValue())).append('\n');
    }
    Files.writeString(at("seeds.jsonl"), seeds.toString());
    return new LibraryServer(problems.subList(SEEDS, problems.size()));
  }

  private Path recipe(String url) throws IOException {
    return recipe(url, "{url: '" + url + "', model: library, temperature: 0}");
  }

  private Path recipe(String name, String teacher) throws IOException {
    return Files.writeString(
        at(name.hashCode() + ".yaml"),
        """
        name: weak-spots
        seed: 5
        input: [{path: seeds.jsonl}]
        model: {checkpoint: builtin:reference, max_tokens: 256}
        train: {epochs: 1, batch_size: 8, learning_rate: 1e-4, low_rank: {rank: 2}}
        llm2llm: {task: maths, rounds: 2, attempts: 3, answer_tokens: 8}
        teacher: %s
        """
            .formatted(teacher));
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
