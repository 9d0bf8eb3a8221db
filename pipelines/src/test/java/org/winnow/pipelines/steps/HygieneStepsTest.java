package org.winnow.pipelines.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.pipelines.run.RunReport;
import org.winnow.transforms.read.InputFile;

class HygieneStepsTest {
  private static final String LEAKED =
      "A train leaves at noon and runs sixty miles each hour until it stops.";

  @Test
  void cleansACorpusAndSaysWhatLeft(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 10);
    Files.writeString(
        folder.resolve("data/b.jsonl"),
        String.join(
            "\n",
            Fixtures.row("Write to b@c.org"),
            Fixtures.row("So: " + LEAKED),
            Fixtures.row("The key is AKIA" + "IOSFODNN7EXAMPLE"),
            "{\"question\": \"What?\", \"answer\": \"Sorry, I cannot help.\"}"));
    Files.createDirectories(folder.resolve("tests"));
    Files.writeString(folder.resolve("tests/trains.jsonl"), Fixtures.row(LEAKED) + "\n");
    CurationPlan plan =
        plan(
            folder,
            "  - scrub: {secret: drop}",
            "  - filter: {turns: well_formed, phrases: [I cannot help], length: {max_tokens: 1000}}",
            "  - decontaminate: {benchmarks: [{name: trains, path: tests}]}",
            "  - decontaminate: {benchmarks: [{name: trains, path: tests}], preset: gpt3_13gram,"
                + " action: tag}",
            "output: {format: jsonl}");

    RunReport report = new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();

    assertEquals(List.of(14L, 11L), List.of(report.rowsRead(), report.rowsWritten()));
    assertEquals(0, report.rowsScored());
    assertEquals(
        List.of(
            Map.of(),
            Map.of("contains_secret", 1L),
            Map.of("listed_phrase", 1L),
            Map.of("contaminated", 1L),
            Map.of()),
        report.stages().subList(0, 5).stream().map(RunReport.Stage::reasons).toList());
    assertEquals(List.of("scrub.masked", "decontaminate.coverage"), plan.scoreColumns());
    assertEquals(
        List.of("trains", "trains"), plan.targets().stream().map(InputFile::domain).toList());
    String written = Files.readString(folder.resolve("out/data/train-00000-of-00001.jsonl"));
    assertTrue(written.contains("Write to <EMAIL>"), written);
    assertFalse(written.contains("b@c.org"), written);
  }

  @Test
  void saysWhatIsWrongWithBenchmarksBeforeAnythingRuns(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 1);
    Files.createDirectories(folder.resolve("empty"));
    Files.createDirectories(folder.resolve("broken"));
    Files.writeString(folder.resolve("broken/b.jsonl"), "{broken\n");
    Files.writeString(folder.resolve("nothing.jsonl"), "");

    List<String> problems =
        problems(
            folder,
            "  - decontaminate:",
            "      benchmarks:",
            "        - {name: a, path: empty}",
            "        - {name: b, path: absent}",
            "        - {name: c, path: broken}",
            "        - {name: d, path: nothing.jsonl}");

    String at = "steps[0].decontaminate.benchmarks";
    assertEquals(4, problems.size(), problems.toString());
    assertTrue(
        problems.get(0).startsWith(at + "[0].path: there is no file to read in "), problems.get(0));
    assertTrue(
        problems.get(1).startsWith(at + "[1].path: there is no file to read in "), problems.get(1));
    assertTrue(
        problems
            .get(2)
            .startsWith(
                at
                    + "[2].path: broken is no benchmark: no row can be read; row 1 of"
                    + " broken/b.jsonl is malformed_json, "),
        problems.get(2));
    assertEquals(
        at + "[3].path: nothing.jsonl is no benchmark: the files hold no rows", problems.get(3));
  }

  @Test
  void benchmarksOfQuestionsAloneAreComparedWith(@TempDir Path folder) throws Exception {
    List<String> leaked =
        List.of(
            LEAKED,
            "How many apples does Tom have left once he gave three of nine to Ann?",
            "Name all of the rivers that cross the border between these two old countries.",
            "Which of the following gases makes up most of the air that we breathe?");
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 3);
    Files.write(folder.resolve("data/b.jsonl"), leaked.stream().map(Fixtures::row).toList());
    Files.createDirectories(folder.resolve("tests"));
    for (int i = 0; i < 4; i++) {
      String field = List.of("question", "prompt", "instruction", "stem").get(i);
      Files.writeString(
          folder.resolve(i < 3 ? "tests/" + field + ".jsonl" : "stems.jsonl"),
          "{\"" + field + "\": \"" + leaked.get(i) + "\", \"answer\": 3}\n");
    }
    CurationPlan plan =
        plan(
            folder,
            "  - decontaminate: {benchmarks: [{name: trains, path: tests}]}",
            "  - decontaminate: {benchmarks: [{name: stems, path: stems.jsonl,"
                + " columns: {prompt: stem}}]}");

    RunReport report = new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();

    assertEquals(
        List.of(Map.of("contaminated", 3L), Map.of("contaminated", 1L)),
        report.stages().subList(1, 3).stream().map(RunReport.Stage::reasons).toList());
    assertEquals(
        List.of(
            "steps[0].decontaminate.benchmarks[0].path: stems.jsonl is no benchmark: no row can be"
                + " read; row 1 of stems.jsonl is unknown_shape, expected the fields of one of"
                + " [[messages], [conversations], [instruction], [prompt], [question], [chosen,"
                + " rejected]], found [stem, answer]"),
        problems(folder, "  - decontaminate: {benchmarks: [{name: a, path: stems.jsonl}]}"));
  }

  @Test
  void refusesWhatNoStepCanMean(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 1);

    assertEquals(
        List.of(
            "steps[0].decontaminate.benchmarks: expected at least one benchmark",
            "steps[0].decontaminate.coverage: expected less than 100%, no row can cover more than"
                + " all words",
            "steps[1].filter: expected at least one rule, found none",
            "steps[2].filter.turns: expected well_formed, found 'odd'",
            "steps[2].filter.phrases_in: expected only together with phrases",
            "steps[3].scrub.phone_regions[0]: expected an ISO 3166 code of two letters, such as US,"
                + " found XX"),
        problems(
            folder,
            "  - decontaminate: {benchmarks: [], coverage: 100%}",
            "  - filter: {}",
            "  - filter: {turns: odd, phrases_in: sample}",
            "  - scrub: {phone_regions: [XX]}"));
  }

  @Test
  void tokensNeedATokenizerAndScrubComesFirst(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 1);

    List<String> problems =
        problems(
            folder,
            "  - filter: {length: {max_tokens: 10, tokenizer: nowhere}}",
            "  - scrub: {}",
            "  - decontaminate: {benchmarks: [{name: a, path: data}], action: tag}",
            "  - scrub: {}");

    assertEquals(2, problems.size(), problems.toString());
    assertTrue(
        problems.get(0).startsWith("steps[0].filter.length.tokenizer: tokenizer "),
        problems.get(0));
    assertEquals(
        "steps[3].scrub: changes the rows that decontaminate.coverage was measured on; move it"
            + " before the steps that add columns",
        problems.get(1));
  }

  private static List<String> problems(Path folder, String... steps) {
    return assertThrows(RecipeException.class, () -> plan(folder, steps)).problems();
  }

  private static CurationPlan plan(Path folder, String... rest) throws Exception {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "name: clean",
                "input: [{path: data}]",
                "model: {checkpoint: builtin:reference, max_tokens: 128, device: cpu}",
                "steps:"));
    lines.addAll(List.of(rest));
    return Fixtures.plan(folder, lines.toArray(String[]::new));
  }
}
