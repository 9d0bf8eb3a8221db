package org.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.Fixtures;
import org.winnow.transforms.WakeUps;

/** What a run tells the runner's metrics, for those who watch a cluster. */
class CountersTest {
  @Test
  void rowsAreCountedWhereTheyStayAndByReasonWhereTheyLeave(@TempDir Path folder) throws Exception {
    Path file = Fixtures.corpus(folder.resolve("data/a.jsonl"), 6);
    Files.writeString(
        file, "{broken\n" + Fixtures.row("What is 1 in a.jsonl?"), StandardOpenOption.APPEND);
    Fixtures.corpus(folder.resolve("data/b.jsonl"), 4);

    Map<String, Long> counters = counters(plan(folder));

    // 12 rows, of which one is broken and one a copy; 30 % of the other 10 stay.
    assertEquals(11, counters.get("Count after read rows_kept"));
    assertEquals(10, counters.get("Count after dedup_exact rows_kept"));
    assertEquals(10, counters.get("Count after score rows_kept"));
    assertEquals(3, counters.get("Count after select rows_kept"));
    assertEquals(
        Map.of(
            "Count rejections rows_rejected_malformed_json", 1L,
            "Count rejections rows_rejected_duplicate", 1L,
            "Count rejections rows_rejected_not_selected", 7L),
        only(counters, "rows_rejected_"));
    assertEquals(10, counters.get("score rows_scored"));
  }

  private static Map<String, Long> only(Map<String, Long> counters, String part) {
    Map<String, Long> some = new TreeMap<>(counters);
    some.keySet().removeIf(name -> !name.contains(part));
    return some;
  }

  /** The counters of a run, by the outermost transform and the name. */
  private static Map<String, Long> counters(CurationPlan plan) throws Exception {
    Path staging = Files.createDirectories(plan.paths().work().resolve("staging"));
    Pipeline pipeline = Fixtures.launcher().create();
    CurationPipeline.build(pipeline, plan, staging);
    WakeUps.addTo(pipeline);
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    MetricsFilter ours =
        MetricsFilter.builder().addNameFilter(MetricNameFilter.inNamespace("winnow")).build();
    Map<String, Long> sums = new TreeMap<>();
    for (MetricResult<Long> counter : result.metrics().queryMetrics(ours).getCounters()) {
      String step = String.valueOf(counter.getKey().stepName()).replaceFirst("/.*", "");
      sums.merge(step + " " + counter.getName().getName(), counter.getCommitted(), Long::sum);
    }
    return sums;
  }

  private static CurationPlan plan(Path folder) throws Exception {
    return Fixtures.plan(
        folder,
        "name: counted",
        "input: [{path: data}]",
        "model: {checkpoint: builtin:reference, max_tokens: 128, device: cpu}",
        "steps:",
        "  - dedup_exact: {}",
        "  - score: {scorers: [loss]}",
        "  - select: {topsis: {minimize: [loss.mean]}, keep: 30%}");
  }
}
