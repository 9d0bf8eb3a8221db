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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;

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
}
