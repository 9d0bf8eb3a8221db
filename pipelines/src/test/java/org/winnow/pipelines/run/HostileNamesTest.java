package org.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.transforms.StepTable;

/** Domains come from the data; reports show them and never obey them. */
class HostileNamesTest {
  private static final String SCRIPT = "<script>alert(1)</script>";
  private static final String TEMPLATE = "{{ 1 + 1 }}{% if true %}yes{% endif %}";
  private static final String TABLE = "a|b\"'&";

  @Test
  void aDomainIsShownAsItIsWritten(@TempDir Path folder) throws Exception {
    for (String file : List.of("x", "y", "z")) {
      Fixtures.corpus(folder.resolve(file + ".jsonl"), 2);
    }
    new CurationRun(
            Fixtures.plan(
                folder,
                "name: a",
                "input:",
                "  - {path: x.jsonl, domain: '" + SCRIPT + "'}",
                "  - {path: y.jsonl, domain: '" + TEMPLATE + "'}",
                "  - {path: z.jsonl, domain: 'a|b\"''&'}",
                "steps: []"),
            Fixtures.launcher(),
            Fixtures.NOON)
        .run();

    Path out = folder.resolve("out");
    String report = Files.readString(out.resolve("_winnow/report.html"));
    assertFalse(report.contains("<script"), report);
    assertTrue(report.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), report);
    assertTrue(report.contains("<td>{{ 1 + 1 }}{% if true %}yes{% endif %}</td>"), report);
    String card = Files.readString(out.resolve("README.md"));
    assertFalse(card.contains("<script"), card);
    assertTrue(card.contains("| {{ 1 + 1 }}{% if true %}yes{% endif %} | 2 | 2 |"), card);
    assertTrue(card.contains("| a\\|b&quot;&#39;&amp; | 2 | 2 |"), card);
    JsonNode mixture = new ObjectMapper().readTree(out.resolve("_winnow/mixture.json").toFile());
    for (String domain : List.of(SCRIPT, TEMPLATE, TABLE)) {
      assertEquals(2, mixture.path("domains").path(domain).path("rows").asLong(), domain);
    }
    assertEquals(
        SCRIPT,
        new YAMLMapper()
            .readTree(out.resolve("_winnow/recipe.resolved.yaml").toFile())
            .at("/input/0/domain")
            .asText());
  }

  @Test
  void aFileNameIsShownAsItIsWritten(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/<img src=x>{{ 2 * 2 }}.jsonl"), 2);
    new CurationRun(
            Fixtures.plan(folder, "name: a", "input: [{path: data, domain: d}]", "steps: []"),
            Fixtures.launcher(),
            Fixtures.NOON)
        .run();

    String report = Files.readString(folder.resolve("out/_winnow/report.html"));
    assertFalse(report.contains("<img"), report);
    assertTrue(report.contains("<li>&lt;img src=x&gt;{{ 2 * 2 }}.jsonl</li>"), report);
  }

  @Test
  void benchmarksAndWhatIsFoundOfThemAreShownAsTheyAreWritten(@TempDir Path folder)
      throws Exception {
    String question = "Run <script>alert(1)</script> and {{ 1 + 1 }} {% if true %} please";
    String file = "data/<img src=x>{{ 2 * 2 }}.jsonl";
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve(file), Fixtures.row(question) + "\n" + Fixtures.row("Who?") + "\n");
    Files.writeString(folder.resolve("tests.jsonl"), Fixtures.row(question));
    new CurationRun(
            Fixtures.plan(
                folder,
                "name: a",
                "input: [{path: data, domain: d}]",
                "steps:",
                "  - decontaminate:",
                "      action: tag",
                "      ngram: 1",
                "      benchmarks:",
                "        - {name: '" + SCRIPT + "', path: tests.jsonl}",
                "        - {name: '" + TEMPLATE + "', path: tests.jsonl}"),
            Fixtures.launcher(),
            Fixtures.NOON)
        .run();

    String report = Files.readString(folder.resolve("out/_winnow/report.html"));
    assertFalse(report.contains("<script"), report);
    assertFalse(report.contains("<img"), report);
    assertTrue(report.contains("<td>{{ 1 + 1 }}{% if true %}yes{% endif %}</td>"), report);
    String span = "run script alert 1 script and 1 1 if true please";
    assertTrue(report.contains("<td>" + span + "</td>"), report);
    JsonNode tables =
        new ObjectMapper()
            .readTree(folder.resolve("out/_winnow/stats.json").toFile())
            .at("/steps/1/tables");
    assertEquals(SCRIPT, tables.at("/benchmarks/0/benchmark").asText());
    assertEquals(TEMPLATE, tables.at("/closest_rows/1/benchmark").asText());
    assertEquals("<img src=x>{{ 2 * 2 }}.jsonl", tables.at("/closest_rows/1/file").asText());
    assertEquals(span, tables.at("/closest_rows/1/span").asText());
  }

  @Test
  void cellsOfTablesAreShownAsTheyAreWritten() throws Exception {
    StepTable table =
        new StepTable(
            SCRIPT,
            TEMPLATE,
            List.of(TABLE),
            List.of(
                List.of(new StepTable.Text(SCRIPT)),
                List.of(new StepTable.Text("{{ 1 + 1 }}{# x #}")),
                List.of(new StepTable.Text("</td></table>"))));

    String report =
        Templates.render(
            "report.html",
            Map.ofEntries(
                Map.entry("name", "a"),
                Map.entry("rows_read", 1),
                Map.entry("rows_written", 1),
                Map.entry("seconds", "0.0"),
                Map.entry("version", "1"),
                Map.entry("seed", 1),
                Map.entry("created", ""),
                Map.entry("rows_scored", 0),
                Map.entry("rows_from_store", 0),
                Map.entry("signatures_computed", 0),
                Map.entry("signatures_from_store", 0),
                Map.entry("store_entries_damaged", 0),
                Map.entry("domains", List.of()),
                Map.entry("inputs", List.of()),
                Map.entry(
                    "steps",
                    List.of(
                        Map.of(
                            "label",
                            "a",
                            "summary",
                            "",
                            "rows",
                            1,
                            "seconds",
                            "0.0",
                            "reasons",
                            List.of(),
                            "tables",
                            List.of(StepTables.values(table)))))));

    String escaped = "&lt;script&gt;alert(1)&lt;/script&gt;";
    assertFalse(report.contains("<script"), report);
    assertTrue(
        report.contains("<h3>" + escaped + ": {{ 1 + 1 }}{% if true %}yes{% endif %}</h3>"),
        report);
    assertTrue(report.contains("<th>a|b&quot;&#39;&amp;</th>"), report);
    assertTrue(report.contains("<td>" + escaped + "</td>"), report);
    assertTrue(report.contains("<td>{{ 1 + 1 }}{# x #}</td>"), report);
    assertTrue(report.contains("<td>&lt;/td&gt;&lt;/table&gt;</td>"), report);
  }
}
