package org.winnow.pipelines.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.run.CurationRun;
import org.winnow.pipelines.run.Forecast;
import org.winnow.transforms.Amount;
import org.winnow.transforms.mix.EpochCap;
import org.winnow.transforms.mix.MixByQuota;
import org.winnow.transforms.mix.MixByTemperature;
import org.winnow.transforms.mix.MixPhase;
import org.winnow.transforms.mix.MixUnit;
import org.winnow.transforms.mix.Mixture;

class MixStepTest {
  private static final Amount ALL = new Amount.Percent(BigDecimal.valueOf(100));
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void theKeysSayWhichStrategyIsMeant() throws Exception {
    assertEquals(MixByTemperature.constant(1, ALL, EpochCap.NONE), step("mix: {}").rule());
    assertEquals(
        MixByTemperature.constant(3, ALL, EpochCap.NONE),
        step("mix: {temperature: 3, rows: 100%}").rule());
    assertEquals(
        MixByTemperature.constant(Double.POSITIVE_INFINITY, new Amount.Rows(9), EpochCap.of(4)),
        step("mix: {strategy: unimax, rows: {rows: 9}}").rule());
    assertEquals(
        MixByTemperature.cooldown(ALL, EpochCap.of(2)),
        step("mix: {cooldown: {}, max_epochs: 2}").rule());
    assertEquals(
        MixByTemperature.cooldown(ALL, EpochCap.NONE), step("mix: {strategy: cooldown}").rule());
    assertEquals(
        new MixByTemperature(
            List.of(
                new MixPhase(4, new Amount.Rows(10)),
                new MixPhase(2, new Amount.Rows(20)),
                new MixPhase(1, new Amount.Rows(30))),
            ALL,
            EpochCap.NONE),
        step("mix: {phases: [{temperature: 4, rows: {rows: 10}}, {temperature: 2, rows: {rows:"
                + " 20}}, {temperature: 1, rows: {rows: 30}}]}")
            .rule());
    assertEquals(
        new MixByQuota(
            Map.of("a", new Amount.Rows(500), "b", new Amount.Percent(BigDecimal.valueOf(20))),
            EpochCap.NONE),
        step("mix: {quotas: {a: {rows: 500}, b: 20%}}").rule());
    MixStep tokens = step("mix: {unit: tokens, quotas: {a: {tokens: 70}}, export: weights}");
    assertEquals(new MixByQuota(Map.of("a", new Amount.Rows(70)), EpochCap.NONE), tokens.rule());
    assertEquals(MixUnit.TOKENS, tokens.unit());
    assertEquals(MixStep.Export.WEIGHTS, tokens.export());
  }

  @Test
  void keysThatDoNotGoTogetherAreNamed() {
    assertProblem("steps[0].mix: expected one of", "mix: {temperature: 2, quotas: {a: 20%}}");
    assertProblem(
        "steps[0].mix.temperature: has no meaning with strategy: unimax",
        "mix: {strategy: unimax, temperature: 2}");
    assertProblem(
        "steps[0].mix.temperature: expected a number above 0, found nothing",
        "mix: {strategy: temperature}");
    assertProblem("steps[0].mix.rows: has no meaning", "mix: {quotas: {a: 20%}, rows: 50%}");
    assertProblem("steps[0].mix.rows: has no meaning", "mix: {export: weights, rows: 50%}");
    assertProblem("steps[0].mix.export: weights", "mix: {export: weights, cooldown: {}}");
    assertProblem("steps[0].mix.cooldown.at: expected {}", "mix: {cooldown: {at: 30%}}");
    assertProblem(
        "steps[0].mix.phases: expected 1 to 9 phases, all shares that add up to 100%",
        "mix: {phases: [{temperature: 5, rows: 50%}, {temperature: 1, rows: 40%}]}");
    assertProblem(
        "steps[0].mix.phases: expected 1 to 9 phases",
        "mix: {phases: [{temperature: 5, rows: 50%}, {temperature: 1, rows: {rows: 4}}]}");
    assertProblem("steps[0].mix.max_epochs: expected a number above 0", "mix: {max_epochs: 0}");
    assertProblem(
        "steps[0].mix.rows: expected a share such as 30% or a count such as {tokens: 5000}",
        "mix: {unit: tokens, rows: {rows: 10}}");
  }

  @Test
  void tokensNeedAColumnOrAModel(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("x.jsonl"), 2);

    RecipeException refused =
        assertThrows(
            RecipeException.class,
            () ->
                Fixtures.plan(
                    folder,
                    "name: a",
                    "input: [{path: x.jsonl}]",
                    "steps: [{mix: {unit: tokens}}]"));

    assertTrue(refused.problems().get(0).contains("unit: tokens needs the column text.tokens"));
  }

  @Test
  void phasesBecomeSplitsWithTheForecastQuotas(@TempDir Path folder) throws Exception {
    CurationPlan plan = plan(folder, "mix: {cooldown: {}, rows: {rows: 21}}");

    Mixture forecast =
        Forecast.of(plan, Fixtures.launcher()).stages().get(1).mixture().orElseThrow();
    new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();

    JsonNode phases = mixture(folder).path("phases");
    assertEquals(2, phases.size());
    for (int phase = 0; phase < 2; phase++) {
      Map<String, Long> written = new TreeMap<>();
      Map<String, Long> noted = new TreeMap<>();
      String split = "phase" + (phase + 1);
      for (JsonNode row : rows(folder, split)) {
        written.merge(row.path("domain").asText(), 1L, Long::sum);
        assertEquals(phase + 1, row.path("mix.phase").asInt());
      }
      phases
          .get(phase)
          .path("domains")
          .fields()
          .forEachRemaining(d -> noted.put(d.getKey(), d.getValue().path("rows").asLong()));
      assertEquals(forecast.phases().get(phase).quotas(), written);
      assertEquals(written, noted);
      assertEquals(split, phases.get(phase).path("split").asText());
      assertEquals(
          forecast.varianceFactor(phase), phases.get(phase).path("variance_factor").asDouble());
    }
    String card = Files.readString(folder.resolve("out/README.md"));
    assertTrue(card.contains("path: data/phase1-*\n    split: phase1"), card);
    assertTrue(card.contains("path: data/phase2-*\n    split: phase2"), card);
    assertTrue(card.contains("phase2 = load_dataset("), card);
  }

  @Test
  void weightsStandInTheOutputWithMeanOne(@TempDir Path folder) throws Exception {
    CurationPlan plan = plan(folder, "mix: {temperature: 2, export: weights}");

    new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();

    // 4 and 16 rows: square roots 2 and 4
    Map<String, Double> weights = new TreeMap<>();
    double sum = 0;
    for (JsonNode row : rows(folder, "train")) {
      weights.put(row.path("domain").asText(), row.path("weight").asDouble());
      sum += row.path("weight").asDouble();
    }
    assertEquals(5 / 3.0, weights.getOrDefault("few", 0.0), 1e-12);
    assertEquals(5 / 6.0, weights.getOrDefault("many", 0.0), 1e-12);
    assertEquals(20, sum, 1e-12);
    assertEquals(10 / 9.0, mixture(folder).path("variance_factor").asDouble(), 1e-12);
    assertEquals(5 / 3.0, mixture(folder).at("/weights/few").asDouble(), 1e-12);
  }

  @Test
  void countsTokensWithTheModelIfNoStepDid(@TempDir Path folder) throws Exception {
    CurationPlan plan =
        plan(
            folder,
            "mix: {unit: tokens, quotas: {few: {tokens: 40}, many: 200%}}",
            "model: {checkpoint: builtin:reference, max_tokens: 128, device: cpu}");

    new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();

    long few = 0;
    long last = 0;
    long ofMany = 0;
    for (JsonNode row : rows(folder, "train")) {
      long tokens = row.path("text.tokens").asLong();
      assertTrue(tokens > 0);
      if (row.path("domain").asText().equals("few")) {
        few += tokens;
        last = Math.max(last, tokens);
      } else {
        ofMany++;
      }
    }
    assertTrue(few >= 40 && few < 40 + last, few + " tokens");
    assertEquals(32, ofMany);
    assertEquals(few, mixture(folder).at("/phases/0/domains/few/tokens").asLong());
    assertEquals(2.0, mixture(folder).at("/phases/0/domains/many/epochs").asDouble());
  }

  @Test
  void quotasBeyondTheCapAreAFailureOfTheData(@TempDir Path folder) throws Exception {
    CurationPlan plan = plan(folder, "mix: {quotas: {few: {rows: 17}}, max_epochs: 4}");
    String message =
        "mix: domain 'few' has a quota of 17 of its 4, which is more than max_epochs: 4 allows (16)";

    DataException failure =
        assertThrows(
            DataException.class,
            () -> new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run());

    assertEquals(message + "; nothing was published", failure.getMessage());
    assertTrue(Files.notExists(folder.resolve("out")));
  }

  private static CurationPlan plan(Path folder, String step, String... more) throws Exception {
    Fixtures.corpus(folder.resolve("few.jsonl"), 4);
    Fixtures.corpus(folder.resolve("many.jsonl"), 16);
    List<String> lines = new ArrayList<>(List.of(more));
    lines.addAll(
        List.of(
            "name: a",
            "input: [{path: few.jsonl}, {path: many.jsonl}]",
            "output: {format: jsonl}",
            "steps:",
            "  - " + step));
    return Fixtures.plan(folder, lines.toArray(String[]::new));
  }

  private static JsonNode mixture(Path folder) throws Exception {
    return JSON.readTree(folder.resolve("out/_winnow/mixture.json").toFile());
  }

  private static List<JsonNode> rows(Path folder, String split) throws Exception {
    List<JsonNode> rows = new ArrayList<>();
    for (String line :
        Files.readAllLines(folder.resolve("out/data/" + split + "-00000-of-00001.jsonl"))) {
      rows.add(JSON.readTree(line));
    }
    return rows;
  }

  private static MixStep step(String yaml) throws Exception {
    return (MixStep)
        RecipeReader.readText(
                "made up",
                Path.of("."),
                "name: a\ninput: [{path: x.jsonl}]\nsteps:\n  - " + yaml + "\n",
                List.of())
            .steps()
            .get(0)
            .spec();
  }

  private static void assertProblem(String start, String yaml) {
    RecipeException refused = assertThrows(RecipeException.class, () -> step(yaml));
    assertTrue(
        refused.problems().stream().anyMatch(problem -> problem.startsWith(start)),
        () -> yaml + ": " + refused.problems());
  }
}
