package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** LLM2LLM for students that are trained elsewhere: by their answers, or behind a server. */
class SynthStudentsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Ann's is the question that the student gets right; the last one is held out. */
  private static final List<String> WHO = List.of("Ann", "Bob", "Cy", "Di", "Eve");

  @TempDir private Path folder = Path.of("");

  @Test
  void predictionsSayWhichSeedsAreWrong() throws IOException {
    writeItems();
    Files.write(
        folder.resolve("said.jsonl"),
        List.of(
            row(question("Ann"), "It is 61."),
            row(question("Bob"), "It is 99."),
            row(question("Di"), "It is 61."),
            row(question("Di"), "It is 62."),
            row(question("Eve"), "#### 61"),
            row("What is the time?", "Late.")));
    try (RuleServer server = new RuleServer(SynthStudentsIT::teach)) {
      Path recipe = recipe(server, "{predictions: [{path: said.jsonl}]}", "");

      Outcome plan = Cli.winnow("plan", recipe);
      assertThat(plan.out())
          .contains("none is asked: 5 predictions are given for 5 questions")
          .contains("at most 24: 1 rounds x 3 attempts x 4 seeds x (1 request + 1 confirmations)");
      Outcome run = Cli.winnow("synth", recipe, "--output", folder.resolve("out"));

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out())
          .contains("unanswered: no_prediction 1")
          .contains("unanswered: several_predictions 1")
          .contains("left out: prediction_for_no_question 1");
      JsonNode rounds = JSON.readTree(folder.resolve("out/_winnow/rounds.json").toFile());
      assertThat(rounds.path("rounds")).hasSize(1);
      JsonNode round = rounds.path("rounds").path(0);
      assertThat(round.path("trained_on").asInt()).isZero();
      assertThat(round.path("wrong_seeds").asInt()).isEqualTo(3);
      assertThat(round.path("unanswered").asInt()).isEqualTo(2);
      assertThat(round.path("held_out").asDouble()).isEqualTo(1);
      // An item and its confirmation for each wrong seed.
      assertThat(lines(folder.resolve("out/data/train.jsonl"))).hasSize(3);
      assertThat(server.requests()).isEqualTo(6);
    }
  }

  @Test
  void aStudentBehindAServerIsAskedOnceAndGreedily() throws IOException {
    writeItems();
    List<JsonNode> asked = Collections.synchronizedList(new ArrayList<>());
    try (RuleServer teacher = new RuleServer(SynthStudentsIT::teach);
        RuleServer student =
            new RuleServer(
                request -> {
                  asked.add(request);
                  return request.toString().contains("Ann reads") ? "So 61." : "So 7.";
                })) {
      String served = "{url: '" + student.url() + "', model: theirs, budget: {requests: 9}}";
      Path recipe = recipe(teacher, served, "answer_tokens: 33");

      assertThat(Cli.winnow("plan", recipe, "--output", folder.resolve("out")).out())
          .contains("theirs is asked 5 questions, 0 of them in the cache; about ")
          .contains(" of input, 165 of output"); // 5 answers of up to 33 tokens
      assertThat(student.requests()).isZero();
      Outcome run = Cli.winnow("synth", recipe, "--output", folder.resolve("out"));

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).contains("the student was sent 5 requests");
      assertThat(asked)
          .hasSize(5)
          .allSatisfy(
              request -> {
                assertThat(request.path("model").asText()).isEqualTo("theirs");
                assertThat(request.path("temperature").asDouble(-1)).isZero();
                assertThat(request.path("max_tokens").asInt()).isEqualTo(33);
              });
      JsonNode rounds = JSON.readTree(folder.resolve("out/_winnow/rounds.json").toFile());
      JsonNode round = rounds.path("rounds").path(0);
      assertThat(round.path("wrong_seeds").asInt()).isEqualTo(3);
      assertThat(round.path("held_out").asDouble()).isZero();
      assertThat(teacher.requests()).isEqualTo(6);

      Map<String, String> before = Cli.digests(folder.resolve("out"));
      for (String how : List.of("--set=name=again", "--replay")) {
        Outcome again = Cli.winnow("synth", recipe, "--output", folder.resolve("out"), how);
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(Cli.digests(folder.resolve("out"))).isEqualTo(before);
      }
      assertThat(student.requests()).isEqualTo(5);
      assertThat(teacher.requests()).isEqualTo(6);
    }
  }

  @Test
  void aStudentWhoseBudgetIsSpentEndsTheRunBeforeTheTeacherIsAsked() throws IOException {
    writeItems();
    try (RuleServer teacher = new RuleServer(SynthStudentsIT::teach);
        RuleServer student = new RuleServer(request -> "So 7.")) {
      String served = "{url: '" + student.url() + "', model: theirs, budget: {requests: 3}}";
      Path recipe = recipe(teacher, served, "");

      assertThat(Cli.winnow("plan", recipe, "--output", folder.resolve("out")).out())
          .contains("; its budget of 3 requests would end it after 60.0%"); // of 5 questions
      Outcome run = Cli.winnow("synth", recipe, "--output", folder.resolve("out"));

      assertThat(run.exitCode()).isEqualTo(4);
      assertThat(run.err()).contains("the student theirs cannot be asked, budget_spent");
      assertThat(student.requests()).isEqualTo(3);
      assertThat(teacher.requests()).isZero();
      assertThat(folder.resolve("out")).doesNotExist();
    }
  }

  @Test
  void batchesAskTheStudentFirst() throws IOException {
    writeItems();
    try (RuleServer teacher = new RuleServer(SynthStudentsIT::teach);
        RuleServer student = new RuleServer(request -> "So 7.")) {
      Path recipe =
          recipe(
              teacher,
              "{url: '" + student.url() + "', model: theirs, price: {input: 0, output: 1000}}",
              "answer_tokens: 33");

      Outcome run =
          Cli.winnow(
              "synth",
              recipe,
              "--output",
              folder.resolve("out"),
              "--batch",
              folder.resolve("batches"));

      assertThat(run.exitCode()).as(run.err()).isEqualTo(6);
      assertThat(run.out()).contains("5 requests have no answer yet");
      // By the student's price: five answers of up to 33 tokens, a million of which cost 1000.
      assertThat(run.out()).contains("165 of output, money 0.165");
      assertThat(student.requests() + teacher.requests()).isZero();
    }
  }

  @Test
  void whatDoesNotGoTogetherIsSaid() throws IOException {
    writeItems();
    try (RuleServer server = new RuleServer(SynthStudentsIT::teach)) {
      Outcome learning =
          Cli.winnow(
              "plan",
              recipe(
                  server, "{predictions: [{path: seeds.jsonl}], url: 'http://x/v1'}", "rounds: 2"),
              "--set",
              "model.checkpoint=builtin:reference",
              "--set",
              "train.epochs=1");

      assertThat(learning.exitCode()).isEqualTo(2);
      assertThat(learning.err())
          .contains("student: expected either predictions or the url of a server")
          .contains("llm2llm.rounds: expected 1 with a student that is trained elsewhere, found 2")
          .contains("model: belongs to a student that is trained here")
          .contains("train: belongs to a student that is trained here");
    }
  }

  private static String teach(JsonNode request) {
    return FreshItems.areWanted(request) ? FreshItems.of(request) : "It is 7.";
  }

  private static String question(String who) {
    return who + " reads 60 pages and then 1 more. How many are that?";
  }

  private static String row(String question, String answer) {
    return JSON.createObjectNode().put("question", question).put("answer", answer).toString();
  }

  private void writeItems() throws IOException {
    List<String> rows = WHO.stream().map(who -> row(question(who), "60+1=61\n#### 61")).toList();
    Files.write(folder.resolve("seeds.jsonl"), rows.subList(0, WHO.size() - 1));
    Files.write(folder.resolve("held.jsonl"), rows.subList(WHO.size() - 1, WHO.size()));
  }

  private Path recipe(RuleServer teacher, String student, String option) throws IOException {
    return Files.writeString(
        folder.resolve("recipe.yaml"),
        """
        name: maths
        seed: 5
        input: [{path: seeds.jsonl}]
        held_out: [{path: held.jsonl}]
        student: %s
        llm2llm: {task: maths, attempts: 3, %s}
        teacher: {url: '%s', model: rule}
        """
            .formatted(student, option, teacher.url()));
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
