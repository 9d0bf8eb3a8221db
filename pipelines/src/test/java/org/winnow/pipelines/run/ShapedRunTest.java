package org.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.recipe.RecipeException;

/** Runs that write another shape than messages, or MDS, and the snippets beside them. */
class ShapedRunTest {
  private static final String TWO_QUESTIONS =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"user\",\"content\":\"b\"},"
          + "{\"role\":\"assistant\",\"content\":\"c\"}]}\n";

  @Test
  void rowsThatDoNotFitLeaveBeforeTheStepsSoThatCountsAreExact(@TempDir Path folder)
      throws Exception {
    Fixtures.corpus(folder.resolve("data/math.jsonl"), 6);
    Files.writeString(folder.resolve("data/odd.jsonl"), TWO_QUESTIONS);

    RunReport report =
        run(folder, "steps: [{mix: {rows: {rows: 6}}}]", "output: {shape: sharegpt}");

    assertEquals(
        List.of("read", "fit_shape", "mix", "write"),
        report.stages().stream().map(RunReport.Stage::label).toList());
    assertEquals(
        List.of(7L, 6L, 6L, 6L), report.stages().stream().map(RunReport.Stage::rowsOut).toList());
    assertEquals(Map.of("does_not_fit_shape", 1L), report.stages().get(1).reasons());
    assertEquals(
        List.of("math 6 of 6", "odd 0 of 0"),
        report.domains().stream()
            .map(d -> d.name() + " " + d.rowsWritten() + " of " + d.candidates())
            .toList());
  }

  @Test
  void splittingTheInputOtherwiseGivesTheSameBytesWithoutTheColumnsOfOrigin(@TempDir Path folder)
      throws Exception {
    Path whole = Fixtures.corpus(folder.resolve("one/data/m.jsonl"), 9);
    List<String> lines = Files.readAllLines(whole);
    Files.createDirectories(folder.resolve("two/data"));
    Files.write(folder.resolve("two/data/x.jsonl"), lines.subList(4, 9));
    Files.write(folder.resolve("two/data/y.jsonl"), lines.subList(0, 4));
    for (String run : List.of("one", "two")) {
      new CurationRun(
              Fixtures.plan(
                  folder.resolve(run),
                  "name: a",
                  "input: [{path: data/, domain: d}]",
                  "steps: [{dedup_exact: {}}]",
                  "output: {shape: alpaca, omit: [source_file, source_row], shard_rows: 4}"),
              Fixtures.launcher(),
              Fixtures.NOON)
          .run();
    }

    Map<String, String> one = Fixtures.tree(folder.resolve("one/out/data"));
    assertEquals(3, one.size());
    assertEquals(one, Fixtures.tree(folder.resolve("two/out/data")));
  }

  @Test
  void anMdsDatasetHasAnIndexOfItsFiles(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/math.jsonl"), 6);

    run(folder, "steps: []", "output: {format: mds, shard_rows: 4}");

    Path out = folder.resolve("out");
    JsonNode shards = json(out.resolve("data/index.json")).path("shards");
    List<String> listed = new ArrayList<>();
    long rows = 0;
    for (JsonNode shard : shards) {
      String name = shard.at("/raw_data/basename").asText();
      listed.add("data/" + name);
      rows += shard.path("samples").asLong();
      assertEquals(
          Files.size(out.resolve("data").resolve(name)), shard.at("/raw_data/bytes").asLong());
      assertEquals(
          Fixtures.tree(out).get("data/" + name), shard.at("/raw_data/hashes/sha256").asText());
    }
    assertEquals(6, rows);
    assertEquals(List.of("data/train-00000-of-00002.mds", "data/train-00001-of-00002.mds"), listed);
    assertEquals(Set.of("README.md", "megatron", "streaming.yaml"), snippets(out));
    JsonNode streaming = yaml(out.resolve("_winnow/integrations/streaming.yaml"));
    assertEquals("../../data", streaming.at("/streams/a/local").asText());
    assertEquals(1.0, streaming.at("/streams/a/proportion").asDouble());
  }

  @Test
  void theSnippetsAgreeWithTheDataset(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/math.jsonl"), 6);
    Fixtures.corpus(folder.resolve("data/code.jsonl"), 2);

    run(folder, "steps: []", "output: {format: parquet}");

    Path out = folder.resolve("out");
    assertEquals(
        Set.of(
            "README.md",
            "axolotl.yaml",
            "llamafactory",
            "megatron",
            "open_instruct.yaml",
            "trl.yaml"),
        snippets(out));
    Path snippets = out.resolve("_winnow/integrations");
    JsonNode trl = yaml(snippets.resolve("trl.yaml")).at("/datasets/0");
    assertEquals(out, snippets.resolve(trl.path("path").asText()).normalize());
    assertEquals("[\"messages\"]", trl.path("columns").toString());
    JsonNode axolotl = yaml(snippets.resolve("axolotl.yaml")).at("/datasets/0");
    assertEquals("chat_template", axolotl.path("type").asText());
    assertEquals("parquet", axolotl.path("ds_type").asText());
    JsonNode llama = json(snippets.resolve("llamafactory/dataset_info.json")).path("a");
    assertEquals(
        out.resolve("data"),
        snippets.resolve("llamafactory").resolve(llama.path("file_name").asText()).normalize());
    assertEquals("messages", llama.at("/columns/messages").asText());
    JsonNode mixer = yaml(snippets.resolve("open_instruct.yaml")).path("dataset_mixer_list");
    assertTrue(mixer.get(1).isTextual());
    assertEquals("1.0", mixer.get(1).textValue());
    assertEquals(
        "0.250000 tokenized/domain-000_text_document\n"
            + "0.750000 tokenized/domain-001_text_document\n",
        Files.readString(snippets.resolve("megatron/blend.txt")));
    assertEquals("code", json(snippets.resolve("megatron/domains.json")).at("/0/domain").asText());
    String readme = Files.readString(snippets.resolve("README.md"));
    assertTrue(
        readme.contains("`winnow export DATASET --format mds --shape messages --output DIR`"),
        readme);
  }

  @Test
  void aHostileDomainStaysData(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("x.jsonl"), 2);
    String domain = "0.9 /etc/passwd\n{{ 1 + 1 }} \"]: &a *b";
    Files.writeString(
        folder.resolve("y.jsonl"),
        Fixtures.row("q")
                .replaceFirst(
                    "\\{",
                    "{\"domain\":"
                        + new ObjectMapper().writeValueAsString(domain).replace("\\", "\\\\")
                        + ",")
            + "\n");

    new CurationRun(
            Fixtures.plan(
                folder,
                "name: a",
                "input: [{path: x.jsonl, domain: d}, {path: y.jsonl}]",
                "steps: []"),
            Fixtures.launcher(),
            Fixtures.NOON)
        .run();

    Path megatron = folder.resolve("out/_winnow/integrations/megatron");
    assertEquals(2, Files.readAllLines(megatron.resolve("blend.txt")).size());
    assertEquals(domain, json(megatron.resolve("domains.json")).at("/0/domain").asText());
    assertFalse(
        Files.readString(folder.resolve("out/_winnow/integrations/README.md")).contains("passwd"));
  }

  @Test
  void mistakesInTheOutputAreReportedTogether(@TempDir Path folder) {
    RecipeException refused =
        assertThrows(
            RecipeException.class,
            () -> run(folder, "steps: []", "output: {shape: chatml, omit: [id]}"));

    String message = String.valueOf(refused.getMessage());
    assertTrue(
        message.contains(
            "output.shape: expected one of messages, sharegpt, alpaca, prompt_completion,"
                + " preference, found 'chatml'"),
        message);
    assertTrue(
        message.contains(
            "output.omit[0]: expected one of weight, source_file, source_row, parent, made_by,"
                + " meta, found 'id'"),
        message);
  }

  private static RunReport run(Path folder, String steps, String output) throws Exception {
    return new CurationRun(
            Fixtures.plan(folder, "name: a", "seed: 3", "input: [{path: data/}]", steps, output),
            Fixtures.launcher(),
            Fixtures.NOON)
        .run();
  }

  private static Set<String> snippets(Path out) throws IOException {
    Set<String> names = new TreeSet<>();
    try (var files = Files.list(out.resolve("_winnow/integrations"))) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    }
    return names;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }

  private static JsonNode yaml(Path file) throws IOException {
    return new YAMLMapper().readTree(file.toFile());
  }
}
