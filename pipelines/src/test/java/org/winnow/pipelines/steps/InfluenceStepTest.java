package org.winnow.pipelines.steps;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

class InfluenceStepTest {
  private static final String SCORE = "  - score: {scorers: [{gradient_sketch: {width: 16}}]}";

  @Test
  void keepsTheRowThatIsTheTarget(@TempDir Path folder) throws Exception {
    String wanted = "What is 7 in a.jsonl?";
    Files.writeString(folder.resolve("target.jsonl"), Fixtures.row(wanted) + "\n{broken\n");
    CurationPlan plan =
        plan(
            folder,
            SCORE,
            "  - influence: {target: target.jsonl}",
            "  - select: {highest: influence.cosine, keep: {rows: 1}}",
            "output: {format: jsonl}",
            "max_rejected: {rows: 1}");

    RunReport report = new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();

    assertEquals(List.of(10L, 1L), List.of(report.rowsRead(), report.rowsWritten()));
    String written = Files.readString(folder.resolve("out/data/train-00000-of-00001.jsonl"));
    assertTrue(written.contains(wanted), written);
    assertEquals(
        List.of(Map.of(), Map.of(), Map.of("malformed_json", 1L)),
        report.stages().subList(0, 3).stream().map(RunReport.Stage::reasons).toList());
    assertEquals(11, report.rowsScored()); // and the target's
  }

  @Test
  void leverageMayFollowIfTheFeaturesAreKept(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("dev/t.jsonl"), 1);

    CurationPlan plan =
        plan(
            folder,
            SCORE,
            "  - influence: {target: dev, within: domain, keep_features: true}",
            "  - leverage: {}");

    List<String> columns = plan.scoreColumns();
    assertEquals(
        List.of("influence.cosine", "leverage.score"),
        columns.subList(columns.size() - 2, columns.size()));
    assertEquals(5, columns.size());
  }

  @Test
  void saysWhatIsMissing(@TempDir Path folder) {
    RecipeException refused =
        assertThrows(
            RecipeException.class,
            () ->
                plan(
                    folder,
                    "  - score: {scorers: [loss]}",
                    "  - influence: {target: nowhere.jsonl}"));

    assertEquals(2, refused.problems().size(), refused.problems().toString());
    assertTrue(refused.problems().get(0).contains("add gradient_sketch to the scorers"));
    assertTrue(
        refused
            .problems()
            .get(1)
            .startsWith("steps[1].influence.target: there is no file to read in "),
        refused.problems().get(1));
  }

  private static CurationPlan plan(Path folder, String... rest) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 10);
    List<String> lines =
        new ArrayList<>(
            List.of(
                "name: scored",
                "input: [{path: data}]",
                "model: {checkpoint: builtin:reference, max_tokens: 128, device: cpu}",
                "steps:"));
    lines.addAll(List.of(rest));
    return Fixtures.plan(folder, lines.toArray(String[]::new));
  }
}
