package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** LEMMA from the command line: attempts that are given, and attempts of a student. */
class LemmaIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path REAL = Path.of("../pipelines/examples/quickstart/data/gsm8k.jsonl");
  private static final Pattern SUM = Pattern.compile("(\\d+) ([-+*]) (\\d+) = (\\d+)");
  private static final int PROBLEMS = 6;

  @TempDir private Path folder = Path.of("");

  /** Each problem with a right attempt and two that are wrong; the last one without attempts. */
  private void writeProblems() throws IOException {
    List<String> problems = new ArrayList<>();
    List<String> attempts = new ArrayList<>();
    for (int i = 0; i < PROBLEMS; i++) {
      ApplesProblem problem = ApplesProblem.number(i);
      problems.add(row(problem.question(), problem.solution()));
      if (i < PROBLEMS - 1) {
        attempts.add(row(problem.question(), problem.solution()));
        attempts.add(row(problem.question(), problem.attempt(1 + i % 3, 5)));
        attempts.add(row(problem.question(), problem.attempt(1 + (i + 1) % 3, 7)));
      }
    }
    problems.add(row("Why is the sky blue?", "Because of the air."));
    attempts.add(row("How many moons has Mars?", "The answer is 3."));
    Files.write(folder.resolve("problems.jsonl"), problems);
    Files.write(folder.resolve("attempts.jsonl"), attempts);
  }

  @Test
  void givenAttemptsBecomeTrajectoriesAndNothingIsAskedTwice() throws IOException {
    writeProblems();
    try (RuleServer server = new RuleServer(MendingTeacher::answer)) {
      Path recipe =
          recipe("{url: '" + server.url() + "', model: rule}", "[{path: attempts.jsonl}]");

      Outcome first = Cli.winnow("synth", recipe, "--output", folder.resolve("one"));

      assertThat(first.exitCode()).as(first.err()).isZero();
      List<JsonNode> made = lines(folder.resolve("one/data/train.jsonl"));
      made.forEach(LemmaIT::checkTrajectory);
      assertThat(made.stream().map(row -> row.path("id").asText())).doesNotHaveDuplicates();
      assertThat(first.out())
          .contains(made.size() + " new items from " + PROBLEMS + " problems; ended: done")
          .contains("sent " + server.requests() + " requests")
          .contains("problems without an attempt: 1")
          .contains("left out: no_such_problem 1")
          .contains("left out: no_known_answer 1");
      checkTable(made);

      int sent = server.requests();
      Map<String, String> before = Cli.digests(folder.resolve("one"));
      turnRound("problems.jsonl");
      turnRound("attempts.jsonl");
      Outcome again = Cli.winnow("synth", recipe, "--output", folder.resolve("one"));
      assertThat(again.exitCode()).as(again.err()).isZero();
      assertThat(server.requests()).isEqualTo(sent);
      assertThat(Cli.digests(folder.resolve("one"))).isEqualTo(before);

      Outcome text =
          Cli.winnow(
              "synth", recipe, "--output", folder.resolve("text"), "--set", "lemma.form=text");
      assertThat(text.exitCode()).as(text.err()).isZero();
      assertThat(lines(folder.resolve("text/data/train.jsonl")).stream().map(LemmaIT::messages))
          .isEqualTo(made.stream().map(LemmaIT::messages).toList());
    }
  }

  /** From the question and the text alone: it goes wrong in its last step, turns, and arrives. */
  private static void checkTrajectory(JsonNode row) {
    String question = row.path("messages").path(0).path("content").asText();
    String text = row.path("messages").path(1).path("content").asText();
    ApplesProblem problem = ApplesProblem.in(question);
    JsonNode meta = row.path("meta");
    String transition = meta.path("transition").asText();
    int turn = text.indexOf(transition);
    assertThat(turn).isPositive();
    List<Boolean> before = sums(text.substring(0, turn));
    List<Boolean> after = sums(text.substring(turn));

    int wrongStep = meta.path("error_step").asInt();
    assertThat(before).hasSize(wrongStep);
    assertThat(before.indexOf(false)).isEqualTo(wrongStep - 1);
    assertThat(after).isNotEmpty().doesNotContain(false);
    assertThat(text).endsWith("The answer is " + problem.answer() + ".");
    if (meta.path("source").asText().equals("student")) {
      List<String> given =
          Stream.of(5, 7)
              .map(off -> problem.steps(wrongStep, off).subList(0, wrongStep))
              .map(steps -> String.join(" ", steps))
              .toList();
      assertThat(text.substring(0, turn).strip()).isIn(given);
      assertThat(meta.path("error_type").asText()).isEqualTo("calculation_error");
    }
    assertThat(meta.path("strategy").asText()).isIn("fix_and_continue", "fresh_and_restart");
    assertThat(meta.path("requests")).hasSize(4);
    assertThat(row.path("made_by").asText()).isEqualTo("lemma");
    assertThat(meta.path("candidate").asText())
        .isEqualTo(
            "%s/%s-%d/%s",
            row.path("parent").asText(),
            meta.path("source").asText(),
            meta.path("number").asInt(),
            meta.path("strategy").asText());
  }

  /** Whether each calculation that a text writes down holds. */
  private static List<Boolean> sums(String text) {
    List<Boolean> sums = new ArrayList<>();
    Matcher sum = SUM.matcher(text);
    while (sum.find()) {
      int left = Integer.parseInt(sum.group(1));
      int right = Integer.parseInt(sum.group(3));
      int result =
          switch (sum.group(2)) {
            case "+" -> left + right;
            case "-" -> left - right;
            default -> left * right;
          };
      sums.add(result == Integer.parseInt(sum.group(4)));
    }
    return sums;
  }

  private void checkTable(List<JsonNode> made) throws IOException {
    JsonNode table = JSON.readTree(folder.resolve("one/_winnow/lemma.json").toFile());
    List<JsonNode> rejected = lines(folder.resolve("one/rejected/rejected.jsonl"));
    int attempted = PROBLEMS - 1;
    assertThat(table.path("end").asText()).isEqualTo("done");
    assertThat(table.path("problems").asInt()).isEqualTo(PROBLEMS);
    assertThat(table.path("without_attempts").asInt()).isEqualTo(1);
    assertThat(table.path("error_types").toString())
        .isEqualTo("{\"calculation_error\":" + 2 * attempted + "}");
    assertThat(line(table, 0))
        .isEqualTo("compare 15 10 {\"answer_right\":5}")
        .isEqualTo("compare %d %d {\"answer_right\":%d}", 3 * attempted, 2 * attempted, attempted);
    assertThat(line(table, 1)).isEqualTo("classify 10 10 {}");
    assertThat(line(table, 2)).startsWith("inject 10 ");
    int planted = table.path("stages").path(2).path("accepted").asInt();
    int located = 2 * attempted + planted;
    assertThat(line(table, 3)).isEqualTo("locate %d %d {}", located, located);
    assertThat(line(table, 4)).isEqualTo("fix_and_continue %d %d {}", located, located);
    // A fresh start fails where the answer is even.
    long evenStarts =
        rejected.stream()
            .filter(row -> row.path("stage").asText().equals("fresh_and_restart"))
            .count();
    assertThat(evenStarts).isPositive();
    assertThat(line(table, 5))
        .isEqualTo(
            "fresh_and_restart %d %d {\"answer_not_right\":%d}",
            located, located - evenStarts, evenStarts);
    assertThat(line(table, 6)).isEqualTo("smooth %d %d {}", made.size(), made.size());
    assertThat(made).hasSize((int) (2 * located - evenStarts));
    assertThat(table.path("trajectories").toString())
        .isEqualTo(
            "{\"fix_and_continue\":"
                + located
                + ",\"fresh_and_restart\":"
                + (located - evenStarts)
                + "}");
    for (JsonNode row : rejected) {
      assertThat(row.path("step").asText()).isEqualTo("lemma");
      assertThat(row.path("evidence").asText()).isNotBlank();
      assertThat(row.has("text")).isEqualTo(!row.path("stage").asText().equals("compare"));
      assertThat(row.path("candidate").asText()).startsWith(row.path("parent").asText() + "/");
    }
  }

  private static String line(JsonNode table, int stage) {
    JsonNode row = table.path("stages").path(stage);
    return row.path("stage").asText()
        + " "
        + row.path("in").asInt()
        + " "
        + row.path("accepted").asInt()
        + " "
        + row.path("rejected");
  }

  @Test
  void aSpentBudgetPublishesWhatThereWas() throws IOException {
    writeProblems();
    try (RuleServer server = new RuleServer(MendingTeacher::answer)) {
      Path recipe =
          recipe(
              "{url: '" + server.url() + "', model: rule, budget: {requests: 5}}",
              "[{path: attempts.jsonl}]");

      Outcome spent = Cli.winnow("synth", recipe, "--output", folder.resolve("poor"));

      assertThat(spent.exitCode()).as(spent.err()).isEqualTo(5);
      assertThat(spent.out())
          .contains(" 0 new items from 6 problems; ended: budget_spent")
          .contains("sent 5 requests");
      assertThat(server.requests()).isEqualTo(5);
      assertThat(folder.resolve("poor/data")).doesNotExist();
      JsonNode table = JSON.readTree(folder.resolve("poor/_winnow/lemma.json").toFile());
      assertThat(line(table, 1)).isEqualTo("classify 10 5 {\"budget_spent\":5}");
    }
  }

  @Test
  void aTeacherThatRefusesTheKeyEndsTheRunAndNothingIsPublished() throws IOException {
    writeProblems();
    try (RuleServer server = RuleServer.refusing(401)) {
      Path recipe =
          recipe("{url: '" + server.url() + "', model: rule}", "[{path: attempts.jsonl}]");

      Outcome refused = Cli.winnow("synth", recipe, "--output", folder.resolve("none"));

      assertThat(refused.exitCode()).isEqualTo(4);
      assertThat(refused.err()).contains("the teacher cannot be asked, unauthorized");
      assertThat(folder.resolve("none")).doesNotExist();
    }
  }

  @Test
  void attemptsOfTheBuiltInStudentAreDrawnOnce() throws IOException {
    Files.write(folder.resolve("problems.jsonl"), Files.readAllLines(REAL).subList(0, 2));
    Path recipe =
        recipe(
            "{checkpoint: builtin:reference, max_tokens: 40}",
            "student, samples: 3, answer_tokens: 60",
            "model: {checkpoint: builtin:reference}");

    Outcome first = Cli.winnow("synth", recipe, "--output", folder.resolve("own"));

    assertThat(first.exitCode()).as(first.err()).isZero();
    JsonNode table = JSON.readTree(folder.resolve("own/_winnow/lemma.json").toFile());
    int unanswered = 0;
    for (JsonNode count : table.path("unanswered")) {
      unanswered += count.asInt();
    }
    assertThat(table.path("stages").path(0).path("in").asInt() + unanswered).isEqualTo(2 * 3);
    Map<String, String> dataset = Cli.digests(folder.resolve("own"));
    Map<String, FileTime> answers = times(folder.resolve("own.winnow/answers"));
    assertThat(answers).hasSizeGreaterThanOrEqualTo(2 * 3);

    Outcome again = Cli.winnow("synth", recipe, "--output", folder.resolve("own"));

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(Cli.digests(folder.resolve("own"))).isEqualTo(dataset);
    assertThat(times(folder.resolve("own.winnow/answers"))).isEqualTo(answers);
  }

  @Test
  void inputsThatDoNotAllowItEndTheRun() throws IOException {
    writeProblems();
    Files.writeString(folder.resolve("attempts.jsonl"), row("Who?", "The answer is 1.") + "\n");
    Path recipe = recipe("{checkpoint: builtin:reference}", "[{path: attempts.jsonl}]");

    Outcome strangers = Cli.winnow("synth", recipe, "--output", folder.resolve("none"));
    assertThat(strangers.exitCode()).isEqualTo(3);
    assertThat(strangers.err()).contains("no attempt is at a problem of the input");

    Files.writeString(folder.resolve("problems.jsonl"), row("Who?", "Nobody knows.") + "\n");
    Outcome unsolved = Cli.winnow("synth", recipe, "--output", folder.resolve("none"));
    assertThat(unsolved.exitCode()).isEqualTo(3);
    assertThat(unsolved.err()).contains("the input holds no problem with a known answer");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  private Path recipe(String teacher, String attempts, String... more) throws IOException {
    return Files.writeString(
        folder.resolve("recipe.yaml"),
        "name: mended\nseed: 5\ninput: [{path: problems.jsonl}]\nteacher: "
            + teacher
            + "\nlemma: {injections: 2, attempts: "
            + attempts
            + "}\n"
            + String.join("\n", more));
  }

  private void turnRound(String file) throws IOException {
    List<String> rows = new ArrayList<>(Files.readAllLines(folder.resolve(file)));
    Collections.reverse(rows);
    Files.write(folder.resolve(file), rows);
  }

  private static String messages(JsonNode row) {
    return row.path("messages").toString();
  }

  private static String row(String question, String answer) {
    return JSON.createObjectNode().put("question", question).put("answer", answer).toString();
  }

  private static Map<String, FileTime> times(Path folder) throws IOException {
    Map<String, FileTime> times = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        times.put(file.toString(), Files.getLastModifiedTime(file));
      }
    }
    return times;
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }
}
