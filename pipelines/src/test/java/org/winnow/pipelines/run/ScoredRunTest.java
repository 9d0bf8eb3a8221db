package org.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.Fixtures;

/** A whole curation with the reference checkpoint. */
class ScoredRunTest {
  @Test
  void scoresOnceAndSelectsExactly(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 6);
    Fixtures.corpus(folder.resolve("data/b.jsonl"), 4);

    RunReport first = run(plan(folder));
    Map<String, String> published = Fixtures.tree(folder.resolve("out/data"));
    RunReport second = run(plan(folder));

    assertEquals(3, first.rowsWritten()); // 30 % of 10
    assertEquals(
        List.of(10L, 0L, 0L, 10L),
        List.of(
            first.rowsScored(),
            first.rowsFromStore(),
            second.rowsScored(),
            second.rowsFromStore()));
    assertEquals(published, Fixtures.tree(folder.resolve("out/data")));
    String report = Files.readString(folder.resolve("out/_winnow/report.html"));
    assertTrue(report.contains("Scored 0 rows; the scores of 10 were known."), report);
  }

  @Test
  void theForecastCountsWithoutAModelAndFindsWhatIsKnown(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 6);
    Fixtures.corpus(folder.resolve("data/b.jsonl"), 4);
    CurationPlan plan = plan(folder);

    Forecast before = Forecast.of(plan, Fixtures.launcher());
    run(plan);
    Forecast after = Forecast.of(plan, Fixtures.launcher());

    assertEquals(10, before.rowsRead());
    assertEquals(
        List.of(10L, 10L, 10L, 3L), before.stages().stream().map(Forecast.Stage::total).toList());
    assertEquals(Map.of("a", 6L, "b", 4L), before.stages().get(1).rows());
    assertEquals(
        List.of(-1L, -1L, 0L, -1L),
        before.stages().stream().map(Forecast.Stage::knownRows).toList());
    assertEquals(
        List.of(true, true, false, false),
        before.stages().stream().map(Forecast.Stage::isExact).toList());
    assertEquals(10, after.stages().get(2).knownRows());
  }

  private static CurationPlan plan(Path folder) throws Exception {
    return Fixtures.plan(
        folder,
        "name: scored",
        "input: [{path: data}]",
        "model: {checkpoint: builtin:reference, max_tokens: 128, device: cpu}",
        "steps:",
        "  - dedup_exact: {}",
        "  - score: {scorers: [loss, donod]}",
        "  - select: {topsis: {maximize: [donod.don], minimize: [donod.nod]}, keep: 30%}");
  }

  private static RunReport run(CurationPlan plan) throws Exception {
    return new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();
  }
}
