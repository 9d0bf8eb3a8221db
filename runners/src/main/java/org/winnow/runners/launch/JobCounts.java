package org.winnow.runners.launch;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricResults;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.winnow.pipelines.CurationPipeline;
import org.winnow.transforms.RunBoard;

/** Puts what the workers of a cluster count on the board of this process. */
final class JobCounts {
  private static final Logger LOG = LoggerFactory.getLogger(JobCounts.class);

  /** Stands between the name of a transform and that of a counter. */
  private static final String MARKER = "." + RunBoard.NAMESPACE + ".";

  /** Characters of a query, well below what an address may have. */
  private static final int LONGEST_QUERY = 6_000;

  private final String job;
  private final FlinkMaster master;

  /** Counters of each part of the graph, by their names. */
  private final Map<String, Map<String, Long>> parts = new HashMap<>();

  private final Set<String> finished = new HashSet<>();

  /** The counters of a job that runs. */
  JobCounts(String job, FlinkMaster master) {
    this.job = job;
    this.master = master;
  }

  /** Shows the counters of a job that is done: what its successful attempts counted. */
  static void show(MetricResults metrics) {
    MetricsFilter ours =
        MetricsFilter.builder()
            .addNameFilter(MetricNameFilter.inNamespace(RunBoard.NAMESPACE))
            .build();
    Map<String, Map<RunBoard.Count, Long>> sums = new HashMap<>();
    for (MetricResult<Long> counter : metrics.queryMetrics(ours).getCounters()) {
      @Nullable String transform = counter.getKey().stepName();
      if (transform != null) { // each of ours is counted by a transform
        add(sums, transform, counter.getName().getName(), counter.getAttempted());
      }
    }
    put(sums);
  }

  /** Shows the counters as they are, some seconds old; what cannot be had is not shown. */
  void show() {
    try {
      for (JsonNode part : master.get("/jobs/" + job).path("vertices")) {
        read(part.path("id").asText(), part.path("status").asText());
      }
    } catch (IOException e) {
      LOG.debug("no progress of job {} for the moment", job, e);
    }
    Map<String, Map<RunBoard.Count, Long>> sums = new HashMap<>();
    for (Map<String, Long> counters : parts.values()) {
      counters.forEach(
          (name, sum) -> {
            int at = name.indexOf(MARKER);
            add(sums, name.substring(0, at), name.substring(at + MARKER.length()), sum);
          });
    }
    put(sums);
  }

  private void read(String part, String status) throws IOException {
    boolean isFinished = status.equals("FINISHED");
    if (!isFinished) {
      finished.remove(part); // begun again after a failure
    }
    if (finished.contains(part) || !(isFinished || status.equals("RUNNING"))) {
      return;
    }
    String metrics = "/jobs/" + job + "/vertices/" + part + "/subtasks/metrics";
    Map<String, Long> counters = new HashMap<>();
    for (String query : queries(master.get(metrics))) {
      for (JsonNode metric : master.get(metrics + "?agg=sum&get=" + query)) {
        counters.put(metric.path("id").asText(), metric.path("sum").asLong());
      }
    }
    parts.put(part, counters);
    if (isFinished) {
      finished.add(part);
    }
  }

  /** Names of the counters, comma-separated, in as many queries as it takes. */
  private static List<String> queries(JsonNode names) {
    List<String> queries = new ArrayList<>();
    StringBuilder query = new StringBuilder();
    for (JsonNode name : names) {
      String id = name.path("id").asText();
      if (!id.contains(MARKER)) {
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
