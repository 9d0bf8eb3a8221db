package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.winnow.transforms.RunBoard;

/** The Grafana dashboard and the table of metrics say what the code counts. */
class DashboardTest {
  private static final Pattern METRIC = Pattern.compile("flink_\\w+");

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(Files.readString(Path.of("deploy/grafana-dashboard.json")));
  }

  @Test
  void panelsHaveIdsOfTheirOwnAndDoNotOverlap() throws IOException {
    Set<Integer> ids = new HashSet<>();
    Set<String> cells = new HashSet<>();
    for (JsonNode panel : dashboard().path("panels")) {
      assertThat(ids.add(panel.path("id").intValue())).as("id of %s", panel).isTrue();
      assertThat(panel.path("targets")).as("queries of %s", panel).isNotEmpty();
      JsonNode place = panel.path("gridPos");
      int right = place.path("x").intValue() + place.path("w").intValue();
      assertThat(right).as("right side of %s", panel).isLessThanOrEqualTo(24);
      for (int x = place.path("x").intValue(); x < right; x++) {
        for (int y = 0; y < place.path("h").intValue(); y++) {
          String cell = x + ", " + (place.path("y").intValue() + y);
          assertThat(cells.add(cell)).as("cell %s of %s", cell, panel).isTrue();
        }
      }
    }
    assertThat(ids).hasSizeGreaterThan(5);
  }

  @Test
  void queriesNameMetricsThatThereAre() throws IOException {
    Set<String> asked = new HashSet<>();
    for (JsonNode query : dashboard().findValues("expr")) {
      METRIC.matcher(query.asText()).results().map(MatchResult::group).forEach(asked::add);
    }

    Set<String> known = new HashSet<>(MetricNames.all());
    known.add(MetricNames.rejected());
    assertThat(known).containsAll(asked);
    assertThat(asked)
        .contains(
            MetricNames.rejected(),
            MetricNames.of(RunBoard.Count.ROWS),
            MetricNames.of(RunBoard.Count.ROWS_KEPT),
            MetricNames.of(RunBoard.Count.ROWS_SCORED),
            MetricNames.of(RunBoard.Count.ROWS_FROM_STORE),
            MetricNames.of(RunBoard.Count.TOKENS_SCORED));
  }

  @Test
  void theTableNamesThemAll() throws IOException {
    List<String> table =
        Files.readAllLines(Path.of("README.md")).stream()
            .dropWhile(line -> !line.equals("### Metrics"))
            .takeWhile(line -> !line.startsWith("## "))
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();

    List<String> counters =
        List.of(RunBoard.Count.values()).stream().map(RunBoard.Count::counter).toList();
    assertThat(table).containsAll(counters).contains(RunBoard.ROWS_REJECTED + "REASON");
    assertThat(table).hasSize(counters.size() + 1);
  }
}
