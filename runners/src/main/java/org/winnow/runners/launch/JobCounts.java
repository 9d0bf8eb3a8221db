package org.winnow.runners.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.transforms.RunBoard;

/** Puts what the workers of a cluster count on the board of this process. */
final class JobCounts {
  private static final int LONGEST_QUERY = 6_000;

  private JobCounts() {}

  /** The counters of a job that is done: what its successful attempts counted. */
  static void show(MetricResults metrics) {
    MetricsFilter ours =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(RunBoard.NAMESPACE))
            .build();
    Map<String, Map<RunBoard.Count, Long>> sums = new HashMap<>();
    for (MetricResult<Long> counter : metrics.queryMetrics(ours).getCounters()) {
      String transform = counter.getKey().stepName();
      add(sums, transform, counter.getName().getName(), counter.getAttempted());
    }
    put(sums);
  }

  /** The counters of a job that runs, some seconds old. */
  static void show(String job, FlinkMaster master) throws IOException {
    Map<String, Map<RunBoard.Count, Long>> sums = new HashMap<>();
    for (JsonNode vertex : master.get("/jobs/" + job).path("vertices")) {
      String metrics =
          "/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/subtasks/metrics";
      for (String query : queries(master.get(metrics))) {
        for (JsonNode metric : master.get(metrics + "?agg=sum&get=" + query)) {
          String name = metric.path("id").asText();
          int at = name.indexOf(marker());
          add(
              sums,
              name.substring(0, at),
              name.substring(at + marker().length()),
              metric.path("sum").asLong());
        }
      }
    }
    put(sums);
  }

  /** Names of the counters, comma-separated, no longer than an address may be. */
  private static List<String> queries(JsonNode names) {
    List<String> queries = new ArrayList<>();
    StringBuilder query = new StringBuilder();
    for (JsonNode name : names) {
      String id = name.path("id").asText();
      if (!id.contains(marker())) {
        continue;
      }
      if (query.length() > LONGEST_QUERY) {
        queries.add(query.toString());
        query.setLength(0);
      }
      query.append(query.length() == 0 ? "" : ",");
      query.append(URLEncoder.encode(id, StandardCharsets.UTF_8));
    }
    if (query.length() > 0) {
      queries.add(query.toString());
    }
    return queries;
  }

  private static String marker() {
    return "." + RunBoard.NAMESPACE + ".";
  }

  private static void add(
      Map<String, Map<RunBoard.Count, Long>> sums, String transform, String counter, long value) {
    for (RunBoard.Count count : RunBoard.Count.values()) {
      if (count.counter().equals(counter)) {
        sums.computeIfAbsent(CurationPipeline.stepOf(transform), step -> new HashMap<>())
            .merge(count, value, Long::sum);
      }
    }
  }

  private static void put(Map<String, Map<RunBoard.Count, Long>> sums) {
    sums.forEach((step, counts) -> counts.forEach((count, sum) -> RunBoard.put(step, count, sum)));
  }
}
