package org.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.schemas.Digests;

/** Selections from recipe to files. */
class SelectedRunTest {
  @Test
  void aBaselineOfTheSameSizeStandsBesideTheOutput(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 30);
    CurationPlan plan =
        plan(
            folder,
            "  - select: {random: true, keep: {rows: 20}}",
            "  - select: {random: true, keep: 50%, baseline: random}",
            "  - mix: {rows: {rows: 7}}",
            "output: {format: jsonl, shard_rows: 4}");

    RunReport report = run(plan);

    assertEquals(7, report.rowsWritten());
    List<String> twin = lines(folder, "baseline");
    assertEquals(7, twin.size());
    assertEquals(7, new TreeSet<>(twin).size());
    JsonNode manifest =
        new ObjectMapper().readTree(folder.resolve("out/_winnow/manifest.json").toFile());
    assertEquals(2, manifest.path("baseline").size());
    JsonNode first = manifest.at("/baseline/0");
    assertEquals(
        Digests.hex(folder.resolve("out/baseline/" + first.path("file").asText())),
        first.path("sha256").asText());
    String card = Files.readString(folder.resolve("out/README.md"));
    assertTrue(card.contains("config_name: baseline"), card);
    assertTrue(card.contains("path: baseline/train-*"), card);
    assertTrue(card.contains("The 7 rows in `baseline/` were drawn by chance"), card);

    Map<String, String> published = Fixtures.tree(folder.resolve("out/baseline"));
    run(plan);
    assertEquals(published, Fixtures.tree(folder.resolve("out/baseline")));
  }

  @Test
  void aSecondBaselineIsRefused(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 3);

    RecipeException refused =
        assertThrows(
            RecipeException.class,
            () ->
                plan(
                    folder,
                    "  - select: {random: true, keep: 50%, baseline: random}",
                    "  - select: {random: true, keep: 50%, baseline: random}"));

    assertEquals(
        List.of(
            "steps[1].select.baseline: a dataset has one baseline, and steps[0].select writes it"),
        refused.problems());
  }

  @Test
  void explainsRowsWithinLengthsAndSelectsByFeatures(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 24);
    CurationPlan plan =
        plan(
            folder,
            "  - score: {scorers: [loss, gradient_sketch]}",
            "  - select: {highest: loss.mean, keep: 75%, within: {bucket: text.tokens, edges:"
                + " [30]}, explain: true, baseline: random}",
            "  - sample: {leverage: {}, keep: {rows: 15}, keep_features: true}",
            "  - sample: {sensitivity: {p: 1}, keep: {rows: 12}, weights: column, keep_features:"
                + " true}",
            "  - diversity: {lowest: loss.mean, threshold: 0.99999, keep_features: true}",
            "  - sample: {dpp: {}, keep: {rows: 4}}",
            "output: {format: jsonl}");

    RunReport report = run(plan);

    assertEquals(
        List.of(18L, 15L, 12L),
        report.stages().stream().skip(2).limit(3).map(RunReport.Stage::rowsOut).toList());
    assertEquals(4, report.rowsWritten());
    assertEquals(4, lines(folder, "baseline").size());
    JsonNode row = new ObjectMapper().readTree(lines(folder, "data").get(0));
    for (String column :
        List.of(
            "select.rank",
            "select.threshold",
            "leverage.score",
            "sensitivity.score",
            "sample.weight")) {
      assertTrue(row.toString().contains(column), row.toString());
    }
    assertTrue(!row.toString().contains("gradient_sketch."), row.toString());
    assertTrue(
        lines(folder, "baseline").get(0).contains("gradient_sketch."),
        "the baseline is as it entered");
  }

  @Test
  void aSelectionThatLeavesNothingSaysWhy(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 3);
    CurationPlan plan =
        plan(
            folder,
            "  - score: {scorers: [loss]}",
            "  - select: {threshold: {column: loss.mean, max: -1}}");

    DataException refused = assertThrows(DataException.class, () -> run(plan));

    assertEquals(
        "no row is left after the last step (3 were read; rows left by select above_max 3); nothing"
            + " was published",
        refused.getMessage());
  }

  private static List<String> lines(Path folder, String name) throws Exception {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("out").resolve(name))) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static CurationPlan plan(Path folder, String... steps) throws Exception {
    List<String> head =
        List.of(
            "name: selected",
            "input: [{path: data}]",
            "model: {checkpoint: builtin:reference, max_tokens: 128, device: cpu}",
            "steps:");
    return Fixtures.plan(
        folder, Stream.concat(head.stream(), Stream.of(steps)).toArray(String[]::new));
  }

  private static RunReport run(CurationPlan plan) throws Exception {
    return new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();
  }
}
