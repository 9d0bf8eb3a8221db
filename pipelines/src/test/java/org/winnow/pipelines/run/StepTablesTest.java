package org.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.transforms.StepTable;

class StepTablesTest {
  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final String TRAIN = "A train leaves at noon and runs sixty miles each hour";
  private static final String COLOURS = "Name the three primary colours of paint, please";

  @Test
  void aStepsTablesAreInStatisticsAndReport(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 1);
    Files.writeString(
        folder.resolve("data/b.jsonl"),
        String.join(
            "\n",
            Fixtures.row(COLOURS),
            Fixtures.row(COLOURS.toUpperCase(Locale.ROOT)),
            Fixtures.row("Now: " + TRAIN)));
    Files.writeString(folder.resolve("trains.jsonl"), Fixtures.row(TRAIN + " until it stops"));
    Files.writeString(folder.resolve("other.jsonl"), Fixtures.row("Who climbed it?"));

    new CurationRun(
            Fixtures.plan(
                folder,
                "name: x",
                "input: [{path: data}]",
                "steps:",
                "  - near_dup: {of: prompt}",
                "  - decontaminate:",
                "      benchmarks:",
                "        - {name: trains, path: trains.jsonl}",
                "        - {name: other, path: other.jsonl}",
                "output: {format: jsonl}"),
            Fixtures.launcher(),
            Fixtures.NOON)
        .run();

    JsonNode steps = JSON.readTree(folder.resolve("out/_winnow/stats.json").toFile()).path("steps");
    assertEquals(JSON.readTree("{}"), steps.at("/0/tables"));
    assertEquals(
        JSON.readTree("[{\"size\":\"2\",\"clusters\":1,\"rows\":2,\"rows_dropped\":1}]"),
        steps.at("/1/tables/cluster_sizes"));
    assertEquals(2, steps.at("/1/tables/largest_clusters/0/size").asInt());
    assertEquals(
        JSON.readTree(
            "[{\"benchmark\":\"trains\",\"test_rows\":1,\"test_rows_hit\":1,\"rows_hit\":1,"
                + "\"greatest_coverage\":0.7857142857142857},"
                + "{\"benchmark\":\"other\",\"test_rows\":1,\"test_rows_hit\":0,\"rows_hit\":0,"
                + "\"greatest_coverage\":0.0}]"),
        steps.at("/2/tables/benchmarks"));
    assertEquals(
        "a train leaves at noon and runs sixty miles each hour",
        steps.at("/2/tables/closest_rows/0/span").asText());
    String report = Files.readString(folder.resolve("out/_winnow/report.html"));
    assertTrue(report.contains("<h3>near_dup: cluster sizes</h3>"), report);
    assertTrue(
        report.contains(
            "<tr><td>trains</td><td class=\"number\">1</td><td class=\"number\">1</td>"
                + "<td class=\"number\">1</td><td class=\"number\">78.5 %</td></tr>"),
        report);
    assertFalse(Files.exists(folder.resolve("out/_winnow/summary.jsonl")));
  }

  @Test
  void numbersAreWrittenForPeople() {
    StepTable table =
        new StepTable(
            "a_step",
            "some_rows",
            List.of("a_name", "rows", "part"),
            List.of(
                List.of(
                    new StepTable.Text("a_b"),
                    new StepTable.Count(1_234_567),
                    new StepTable.Share(0.50099))));

    assertEquals(
        Map.of(
            "title",
            "a_step: some rows",
            "columns",
            List.of(
                Map.of("name", "a name", "is_number", false),
                Map.of("name", "rows", "is_number", true),
                Map.of("name", "part", "is_number", true)),
            "rows",
            List.of(
                List.of(
                    Map.of("shown", "a_b", "is_number", false),
                    Map.of("shown", "1,234,567", "is_number", true),
                    Map.of("shown", "50.0 %", "is_number", true)))),
        StepTables.values(table));
  }
}
