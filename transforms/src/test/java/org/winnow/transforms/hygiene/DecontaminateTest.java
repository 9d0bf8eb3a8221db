package org.winnow.transforms.hygiene;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.Mapping;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.StepTable;
import org.winnow.transforms.StepTable.Count;
import org.winnow.transforms.StepTable.Share;
import org.winnow.transforms.StepTable.Text;
import org.winnow.transforms.hygiene.ContaminationRule.Preset;
import org.winnow.transforms.hygiene.Decontaminate.Action;
import org.winnow.transforms.read.InputFile;

class DecontaminateTest {
  private static final String LEAKED =
      "A train leaves at noon and runs sixty miles each hour until it stops.";

  @Test
  void dropsWhatRepeatsATestRowAndSaysWhere(@TempDir Path folder) throws Exception {
    List<InputFile> benchmarks =
        List.of(
            benchmark(folder, "trains", "Nothing like any of the rows here at all.", LEAKED),
            benchmark(folder, "short", "What is 3 in a?"));
    List<Sample> rows = new ArrayList<>(Fixtures.rows("a", 20));
    rows.add(
        Fixtures.sample("b", "b.jsonl", 1, LEAKED.replace(" ", ", ").toLowerCase(Locale.ROOT)));
    rows.add(Fixtures.sample("b", "b.jsonl", 2, "Solve: " + LEAKED + " Show your work."));

    Fixtures.Outcome outcome = decontaminate(rows, 7, benchmarks, Action.DROP);

    assertEquals(19, outcome.kept().size());
    assertEquals(List.of("a.jsonl:3", "b.jsonl:1", "b.jsonl:2"), outcome.rejectedPlaces());
    for (Rejection rejection : outcome.rejected()) {
      assertEquals("contaminated", rejection.reason());
      assertEquals("check", rejection.step());
      assertEquals(Rejection.Kind.DROPPED, rejection.kind());
    }
    assertEquals(
        "short, row 1 of short.jsonl: 5 of 5 words (100.0%), longest: the whole prompt",
        outcome.rejected().get(0).evidence());
    assertEquals(
        "trains, row 2 of trains.jsonl: 14 of 14 words (100.0%), longest: a train leaves at noon"
            + " and runs sixty miles each hour until it stops",
        outcome.rejected().get(2).evidence());
    assertEquals(outcome, decontaminate(Fixtures.shuffled(rows, 5), 3, benchmarks, Action.DROP));
  }

  @Test
  void tagsEveryRowWithItsGreatestCoverage(@TempDir Path folder) throws Exception {
    List<InputFile> benchmarks = List.of(benchmark(folder, "trains", LEAKED));
    List<Sample> rows =
        List.of(
            Fixtures.sample("a", "a.jsonl", 1, LEAKED),
            Fixtures.sample("a", "a.jsonl", 2, "A train leaves at noon and runs sixty feet."),
            Fixtures.sample("a", "a.jsonl", 3, "What else?"));

    Fixtures.Outcome outcome = decontaminate(rows, 2, benchmarks, Action.TAG);

    assertEquals(List.of(), outcome.rejected());
    assertEquals(
        List.of(1.0, 8 / 14.0, 0.0),
        outcome.kept().stream()
            .map(row -> row.scores().value("decontaminate.coverage").orElseThrow())
            .toList());
  }

  @Test
  void theMetaOfATaggedRowSaysWhatItRepeats(@TempDir Path folder) throws Exception {
    List<InputFile> benchmarks = List.of(benchmark(folder, "trains", "Something else.", LEAKED));
    String meta = "{\"check\":1,\"n\":1.50,\"trains\":[2]}";
    List<Sample> rows =
        List.of(
            Fixtures.sample("a", "a.jsonl", 1, "Now: " + LEAKED).withMeta(meta),
            Fixtures.sample("a", "a.jsonl", 2, "What else?").withMeta(meta));

    List<Sample> kept = decontaminate(rows, 2, benchmarks, Action.TAG).kept();

    assertEquals(
        "{\"check\":{\"benchmark\":\"trains\",\"file\":\"trains.jsonl\",\"row\":2,"
            + "\"covered_words\":14,\"words\":14,\"span\":\"a train leaves at noon and runs sixty"
            + " miles each hour until it stops\"},\"n\":1.50,\"trains\":[2]}",
        kept.get(0).meta());
    assertEquals(meta, kept.get(1).meta());
    assertEquals(rows.get(0).id(), kept.get(0).id());
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void tellsOfEveryBenchmarkWhateverOrderAndBatches(Action action, @TempDir Path folder)
      throws Exception {
    List<InputFile> benchmarks =
        List.of(
            benchmark(folder, "untouched", "Who was first to climb the highest mountain of all?"),
            benchmark(folder, "trains", LEAKED, "Nothing like any of the rows here.", LEAKED),
            benchmark(folder, "near", LEAKED + " How long does it take, and how far does it go?"));
    List<Sample> rows = new ArrayList<>(Fixtures.rows("a", 20));
    for (int row = 1; row <= 7; row++) {
      rows.add(Fixtures.sample("b", "b.jsonl", row, "Task " + row + ": " + LEAKED));
    }
    rows.add(Fixtures.sample("c", "c.jsonl", 1, "A train leaves at noon and runs sixty feet."));

    Fixtures.Outcome outcome = decontaminate(rows, 7, benchmarks, action);

    assertEquals(
        List.of("benchmarks", "closest_rows"),
        outcome.tables().stream().map(StepTable::name).toList());
    assertEquals(
        List.of(
            overview("untouched", 1, 0, 0, 0),
            overview("trains", 3, 2, 8, 1),
            overview("near", 1, 1, 7, 14 / 25.0)),
        outcome.table("benchmarks"));
    List<Sample> byId =
        rows.stream()
            .filter(row -> row.domain().equals("b"))
            .sorted(Comparator.comparing(Sample::id))
            .limit(5)
            .toList();
    List<List<StepTable.Cell>> closest = new ArrayList<>();
    byId.forEach(row -> closest.add(closest("trains", 1, row)));
    byId.forEach(row -> closest.add(closest("near", 14 / 25.0, row)));
    assertEquals(closest, outcome.table("closest_rows"));
    assertEquals(
        outcome.tables(),
        decontaminate(Fixtures.shuffled(rows, 5), 3, benchmarks, action).tables());
  }

  @Test
  void theClosestRowsAreShownEvenIfNoneIsHit(@TempDir Path folder) throws Exception {
    List<InputFile> benchmarks =
        List.of(
            benchmark(folder, "near", LEAKED + " How long does it take, and how far does it go?"));
    List<Sample> rows =
        List.of(
            Fixtures.sample(
                "a", "a.jsonl", 1, "Trains: a train leaves at noon and runs sixty feet"),
            Fixtures.sample(
                "a", "a.jsonl", 2, "It leaves at noon and runs sixty miles each hour."));

    Fixtures.Outcome outcome = decontaminate(rows, 2, benchmarks, Action.DROP);

    assertEquals(2, outcome.kept().size());
    assertEquals(List.of(overview("near", 1, 0, 0, 9 / 25.0)), outcome.table("benchmarks"));
    assertEquals(
        List.of(
            "0.360 no 2 leaves at noon and runs sixty miles each hour",
            "0.320 no 1 a train leaves at noon and runs sixty"),
        outcome.table("closest_rows").stream()
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "%.3f %s %d %s",
                        ((Share) row.get(1)).share(),
                        ((Text) row.get(2)).text(),
                        ((Count) row.get(4)).count(),
                        ((Text) row.get(7)).text()))
            .toList());
  }

  @Test
  void badTestRowsAreRejectedByTheStep(@TempDir Path folder) throws Exception {
    InputFile file = benchmark(folder, "trains", LEAKED);
    Files.writeString(folder.resolve("trains.jsonl"), line(LEAKED) + "{broken\n");

    Fixtures.Outcome outcome = decontaminate(Fixtures.rows("a", 3), 2, List.of(file), Action.DROP);

    assertEquals(3, outcome.kept().size());
    assertEquals(
        List.of("check malformed_json trains 2"),
        outcome.rejected().stream()
            .map(r -> r.step() + " " + r.reason() + " " + r.domain() + " " + r.row())
            .toList());
  }

  @Test
  void saysBeforeTheRunWhyABenchmarkIsNone(@TempDir Path folder) throws Exception {
    InputFile good = benchmark(folder, "good", LEAKED);
    InputFile empty = benchmark(folder, "empty");
    InputFile wordless = benchmark(folder, "wordless", "?!");
    InputFile broken = benchmark(folder, "broken");
    Files.writeString(folder.resolve("broken.jsonl"), "{\"question\": \"only\"}\n");

    assertEquals(Optional.empty(), problem(empty, good));
    assertEquals(Optional.of("the files hold no rows"), problem(empty));
    assertEquals(Optional.of("no row has words in the part that is compared"), problem(wordless));
    assertEquals(
        "no row can be read; row 1 of broken.jsonl is unknown_shape",
        problem(broken).orElseThrow().split(",", -1)[0]);
  }

  private static List<StepTable.Cell> overview(
      String benchmark, long testRows, long testRowsHit, long rowsHit, double coverage) {
    return List.of(
        new Text(benchmark),
        new Count(testRows),
        new Count(testRowsHit),
        new Count(rowsHit),
        new Share(coverage));
  }

  private static List<StepTable.Cell> closest(String benchmark, double coverage, Sample row) {
    return List.of(
        new Text(benchmark),
        new Share(coverage),
        new Text("yes"),
        new Text("b.jsonl"),
        new Count(row.origin().row()),
        new Text(benchmark + ".jsonl"),
        new Count(1),
        new Text("a train leaves at noon and runs sixty miles each hour until it stops"));
  }

  @Test
  void questionsWithoutAnswersAreABenchmark(@TempDir Path folder) throws Exception {
    InputFile questions = benchmark(folder, "questions");
    Files.writeString(folder.resolve("questions.jsonl"), "{\"question\": \"" + LEAKED + "\"}\n");
    InputFile unknown = benchmark(folder, "unknown");
    Files.writeString(folder.resolve("unknown.jsonl"), "{\"stem\": \"" + LEAKED + "\"}\n");
    List<Sample> rows =
        List.of(
            Fixtures.sample("a", "a.jsonl", 1, LEAKED),
            Fixtures.sample("a", "a.jsonl", 2, "What else?"));

    assertEquals(Optional.empty(), problem(withoutAnswers(questions)));
    Fixtures.Outcome outcome =
        decontaminate(rows, 2, List.of(withoutAnswers(questions)), Action.DROP);

    assertEquals(List.of("a.jsonl:1"), outcome.rejectedPlaces());
    assertEquals(
        Optional.of(
            "no row can be read; row 1 of unknown.jsonl is unknown_shape, expected the fields of"
                + " one of [[messages], [conversations], [instruction], [prompt], [question],"
                + " [chosen, rejected]], found [stem]"),
        problem(withoutAnswers(unknown)));
  }

  /** What the assistant says is searched for in what the assistant says, and nowhere else. */
  @Test
  void answersAreComparedWithAnswers(@TempDir Path folder) throws Exception {
    InputFile answers = benchmark(folder, "answers");
    Files.writeString(
        folder.resolve("answers.jsonl"),
        "{\"question\": \"Why?\", \"answer\": \"" + LEAKED + "\"}\n");
    List<Sample> rows =
        List.of(
            Fixtures.sample("a", "a.jsonl", 1, LEAKED),
            Sample.of(
                "a",
                List.of(
                    new Message(Role.USER, "How so?"),
                    new Message(Role.ASSISTANT, "Well. " + LEAKED)),
                Origin.ofRow("a.jsonl", 2),
                "{}"));
    ContaminationRule rule =
        new ContaminationRule(8, BigDecimal.valueOf(50), SamplePart.RESPONSE, SamplePart.RESPONSE);

    Fixtures.Outcome outcome =
        Fixtures.run(
            Fixtures.batches(rows, 2),
            new Decontaminate("check", rule, List.of(answers), Action.DROP));

    assertEquals(List.of("a.jsonl:2"), outcome.rejectedPlaces());
  }

  private static InputFile withoutAnswers(InputFile file) {
    return new InputFile(
        file.path(),
        file.name(),
        file.domain(),
        Mapping.AUTO.withoutAnswers(),
        file.bytes(),
        file.maxRows());
  }

  private static Optional<String> problem(InputFile... files) throws IOException {
    return BenchmarkCheck.problem(List.of(files), SamplePart.PROMPT);
  }

  private static Fixtures.Outcome decontaminate(
      List<Sample> rows, int rowsOfBatch, List<InputFile> benchmarks, Action action) {
    return Fixtures.run(
        Fixtures.batches(rows, rowsOfBatch),
        new Decontaminate("check", Preset.TULU_8GRAM.rule(), benchmarks, action));
  }

  private static InputFile benchmark(Path folder, String name, String... prompts)
      throws IOException {
    Path file = folder.resolve(name + ".jsonl");
    StringBuilder lines = new StringBuilder();
    for (String prompt : prompts) {
      lines.append(line(prompt));
    }
    Files.writeString(file, lines);
    return new InputFile(
        file.toString(), name + ".jsonl", name, Mapping.AUTO, Files.size(file), Long.MAX_VALUE);
  }

  private static String line(String prompt) {
    return "{\"question\": \"" + prompt + "\", \"answer\": \"42\"}\n";
  }
}
