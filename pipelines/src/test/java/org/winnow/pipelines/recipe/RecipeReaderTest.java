package org.winnow.pipelines.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.steps.Catalog;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.OutputShape;
import org.winnow.scorers.WhenTooLong;
import org.winnow.transforms.Amount;

class RecipeReaderTest {
  @Test
  void readsTheRecipeOfTheDocumentation(@TempDir Path folder) throws Exception {
    Recipe recipe =
        read(
            folder,
            "name: quickstart",
            "seed: 20261123",
            "input:",
            "  - {path: data/gsm8k.jsonl.gz, domain: gsm8k}",
            "  - {path: data/more/, shape: alpaca}",
            "model: {checkpoint: builtin:reference, max_tokens: 512, device: cpu,"
                + " when_too_long: reject}",
            "steps:",
            "  - dedup_exact: {}",
            "  - score: {scorers: [loss, donod, spectrum]}",
            "  - select: {topsis: {maximize: [donod.don], minimize: [donod.nod]}, keep: 30%,"
                + " within: corpus}",
            "  - mix: {temperature: 3, rows: 100%}",
            "output: {format: jsonl.zst, shard_rows: 1000}",
            "max_rejected: {rows: 12}");

    assertEquals("quickstart", recipe.name());
    assertEquals(20261123, recipe.seed());
    assertEquals("gsm8k", recipe.input().get(0).domain());
    assertEquals(folder.resolve("data/gsm8k.jsonl.gz"), recipe.input().get(0).path());
    assertEquals("", recipe.input().get(1).domain());
    assertEquals("builtin:reference", recipe.model().orElseThrow().checkpoint());
    assertEquals(512, recipe.model().orElseThrow().maxTokens());
    assertEquals(WhenTooLong.REJECT, recipe.model().orElseThrow().whenTooLong());
    assertEquals(
        List.of("dedup_exact", "score", "select", "mix"),
        recipe.steps().stream().map(StepSection::label).toList());
    assertEquals(
        new OutputSection(OutputFormat.JSONL_ZST, OutputShape.MESSAGES, Set.of(), 1000),
        recipe.output());
    assertEquals(new Amount.Rows(12), recipe.maxRejected());
  }

  @Test
  void onlyItsScoringStepsRemainWithTheirPlacesAndNames(@TempDir Path folder) throws Exception {
    Recipe recipe =
        RecipeReader.readText(
            "made up",
            folder,
            """
            name: a
            input: [{path: x.jsonl}]
            steps:
              - dedup_exact: {}
              - score: {scorers: [loss]}
              - mix: {}
              - score: {scorers: [donod]}
            """,
            List.of("seed=4"));

    Recipe scoring = recipe.scoringOnly();

    assertEquals(folder.resolve("x.jsonl"), scoring.input().get(0).path());
    assertEquals(4, scoring.seed());
    assertEquals(List.of(recipe.steps().get(1), recipe.steps().get(3)), scoring.steps());
    assertEquals(
        "[{\"score\":{\"scorers\":[\"loss\"]}},{\"score\":{\"scorers\":[\"donod\"]}}]",
        scoring.resolved().path("steps").toString());
    assertEquals(4, recipe.resolved().path("steps").size());
  }

  @Test
  void fillsInTheDocumentedDefaults(@TempDir Path folder) throws Exception {
    Recipe recipe = read(folder, "name: a", "input: [{path: x.jsonl}]", "steps: []");

    assertEquals(0, recipe.seed());
    assertTrue(recipe.model().isEmpty());
    assertEquals(
        new OutputSection(OutputFormat.PARQUET, OutputShape.MESSAGES, Set.of(), 50_000),
        recipe.output());
    assertEquals(new Amount.Percent(BigDecimal.valueOf(5)), recipe.maxRejected());
  }

  @Test
  void reportsAllProblemsAtOnceWithPathValueAndWhatIsAllowed(@TempDir Path folder)
      throws IOException {
    List<String> problems =
        problems(
            folder,
            "name: 'no spaces, please'",
            "seed: soon",
            "inputs: []",
            "input:",
            "  - {domain: a}",
            "  - {path: x.jsonl, shape: alpacca, colour: red}",
            "model: {checkpoint: builtin:reference, device: tpu, max_tokens: many}",
            "steps:",
            "  - dedupe: {}",
            "  - score: {scorers: [los, {spectrum: {per_layers: true}}, loss, loss]}",
            "  - select: {highest: loss.mean, keep: 30}",
            "  - select: {highest: loss.mean, lowest: loss.mean, keep: 0%, within: domains}",
            "  - mix: {temperature: 0}",
            "output: {format: csv, shard_rows: 0}",
            "max_rejected: 5");

    assertEquals(
        List.of(
            "inputs: unknown key",
            "name: expected letters",
            "seed: expected a whole number",
            "input[0].path: expected the path",
            "input[1].colour: unknown key",
            "input[1].shape: unknown shape 'alpacca'",
            "model.max_tokens: expected a whole number",
            "model.device: expected auto, cpu or gpu:N, found 'tpu'",
            "steps[0]: unknown step 'dedupe'",
            "steps[1].score.scorers[0]: unknown scorer 'los'",
            "steps[1].score.scorers[1]: spectrum: unknown option 'per_layers'",
            "steps[1].score.scorers[3]: scorer 'loss' is listed twice",
            "steps[2].select.keep: expected a share up to 100%",
            "steps[3].select: expected exactly one of",
            "steps[3].select.keep: expected a share up to 100%",
            "steps[3].select.within: expected one of corpus, domain, found 'domains'",
            "steps[4].mix.temperature: expected a number above 0, found 0",
            "output.format: unknown format 'csv'",
            "output.shard_rows: expected a whole number",
            "max_rejected: expected a share from 0% to 100%"),
        shortened(problems));
  }

  @Test
  void saysWhatIsAllowed(@TempDir Path folder) throws IOException {
    List<String> problems =
        problems(
            folder,
            "name: a",
            "input: [{path: x.jsonl, shape: alpacca}]",
            "steps: [{dedupe: {}}, {select: {highest: a.b, keep: 30}}]",
            "output: {format: csv}");

    assertEquals(4, problems.size());
    assertTrue(problems.get(0).contains("sharegpt") && problems.get(0).contains("alpaca"));
    for (String name : Catalog.names()) {
      assertTrue(problems.get(1).contains(name), problems.get(1));
    }
    assertTrue(problems.get(2).endsWith("such as {rows: 5000}, found 30"), problems.get(2));
    assertTrue(problems.get(3).endsWith("parquet, jsonl, jsonl.zst, arrow, mds"), problems.get(3));
  }

  @Test
  void refusesEveryWrongAmount(@TempDir Path folder) throws IOException {
    for (String bad :
        List.of(
            "30",
            "0.3",
            "'30'",
            "0%",
            "-5%",
            "x%",
            "'%'",
            "{rows: 0}",
            "{rows: 1.5}",
            "{row: 5}",
            "{rows: 5, percent: 3}",
            "[30%]",
            "",
            "true")) {
      List<String> problems =
          problems(
              folder,
              "name: a",
              "input: [{path: x.jsonl}]",
              "steps: [{select: {highest: a.b, keep: " + bad + "}}]");

      assertEquals(1, problems.size(), bad + ": " + problems);
      assertTrue(problems.get(0).startsWith("steps[0].select.keep"), problems.get(0));
    }
  }

  @Test
  void takesAPercentageOfAnyPrecision(@TempDir Path folder) throws Exception {
    Recipe recipe =
        read(folder, "name: a", "input: [{path: x}]", "steps: []", "max_rejected: '0.125 %'");

    assertEquals(new Amount.Percent(new BigDecimal("0.125")), recipe.maxRejected());
  }

  @Test
  void refusesAKeyThatIsWrittenTwice(@TempDir Path folder) throws IOException {
    List<String> problems = problems(folder, "name: a", "seed: 1", "steps: []", "seed: 2");

    assertEquals(1, problems.size());
    assertTrue(
        problems.get(0).startsWith("line 4: ") && problems.get(0).contains("'seed'"),
        problems.get(0));
  }

  @Test
  void refusesWhatIsNoYamlMapping(@TempDir Path folder) throws IOException {
    assertTrue(problems(folder, "name: [a").get(0).contains("not YAML"));
    assertEquals(
        List.of("recipe: expected a YAML mapping with name and input"),
        problems(folder, "- name: a"));
    assertEquals(
        List.of("recipe: expected a YAML mapping with name and input"), problems(folder, ""));
  }

  @Test
  void saysThatThereIsNoRecipe(@TempDir Path folder) {
    RecipeException refused =
        assertThrows(
            RecipeException.class,
            () -> RecipeReader.read(folder.resolve("absent.yaml"), List.of()));

    assertEquals(List.of("recipe: there is no such file"), refused.problems());
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith(folder.resolve("absent.yaml").toString()));
  }

  @Test
  void aStepUsedAgainGetsANumber(@TempDir Path folder) throws Exception {
    Recipe recipe =
        read(
            folder,
            "name: a",
            "input: [{path: x}]",
            "steps: [{dedup_exact: {}}, {mix: {}}, {dedup_exact: {}}, {dedup_exact: {}}]");

    assertEquals(
        List.of("dedup_exact", "mix", "dedup_exact_2", "dedup_exact_3"),
        recipe.steps().stream().map(StepSection::label).toList());
  }

  @Test
  void readsOwnFieldNamesAndRefusesHalfOfThem(@TempDir Path folder) throws Exception {
    Recipe recipe =
        read(
            folder,
            "name: a",
            "input: [{path: x, columns: {prompt: problem, response: solution}}]",
            "steps: []");
    List<String> problems =
        problems(
            folder,
            "name: a",
            "input: [{path: x, columns: {prompt: problem}}, {path: y, columns: {system: s}},"
                + " {path: z, shape: alpaca, columns: {messages: m}}]",
            "steps: []");

    assertEquals(1, recipe.input().get(0).mapping().candidates().size());
    assertEquals(
        List.of("input[0].columns.response", "input[1].columns", "input[2]"),
        problems.stream().map(p -> p.substring(0, p.indexOf(':'))).toList());
  }

  private static Recipe read(Path folder, String... lines) throws IOException, RecipeException {
    return RecipeReader.read(Fixtures.recipe(folder, lines), List.of());
  }

  private static List<String> problems(Path folder, String... lines) throws IOException {
    Path file = Fixtures.recipe(folder, lines);
    assertTrue(Files.exists(file));
    return assertThrows(RecipeException.class, () -> RecipeReader.read(file, List.of())).problems();
  }

  /** Each problem cut to the length of what is expected of it. */
  private static List<String> shortened(List<String> problems) {
    return problems.stream()
        .map(
            p ->
                p.replaceFirst(
                        "(unknown key|letters|whole number|the path|share up to 100%|share from 0% to 100%).*",
                        "$1")
                    .replaceFirst("; known.*", "")
                    .replaceFirst(", known are.*", "")
                    .replaceFirst("(exactly one of|found 0$).*", "$1"))
        .toList();
  }
}
