package org.winnow.pipelines.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.TryLaterException;
import org.winnow.schemas.Digests;

class CurationRunTest {
  private static final String STEPS = "steps: [{dedup_exact: {}}, {mix: {rows: {rows: 12}}}]";

  @Test
  void publishesTheWholeTree(@TempDir Path folder) throws Exception {
    RunReport report = run(mathAndCode(folder, "output: {format: jsonl, shard_rows: 8}"));

    Path out = folder.resolve("out");
    assertEquals(
        List.of(
            "README.md",
            "_winnow/SUCCESS",
            "_winnow/integrations/README.md",
            "_winnow/integrations/axolotl.yaml",
            "_winnow/integrations/llamafactory/dataset_info.json",
            "_winnow/integrations/megatron/blend.txt",
            "_winnow/integrations/megatron/domains.json",
            "_winnow/integrations/open_instruct.yaml",
            "_winnow/integrations/trl.yaml",
            "_winnow/manifest.json",
            "_winnow/mixture.json",
            "_winnow/recipe.resolved.yaml",
            "_winnow/report.html",
            "_winnow/stats.json",
            "data/train-00000-of-00002.jsonl",
            "data/train-00001-of-00002.jsonl",
            "rejected/rejected-00000-of-00001.parquet"),
        List.copyOf(Fixtures.tree(out).keySet()));
    assertEquals(12, lines(out).size());
    assertEquals(17, report.rowsRead()); // 6 and 10 sound rows and a broken one
    assertEquals(12, report.rowsWritten());
    assertFalse(Files.exists(folder.resolve("out.winnow/staging")));
  }

  @Test
  void theManifestNamesEveryFileWithItsDigest(@TempDir Path folder) throws Exception {
    CurationPlan plan = mathAndCode(folder, "output: {format: parquet, shard_rows: 8}");
    run(plan);

    Path out = folder.resolve("out");
    JsonNode manifest = json(out.resolve("_winnow/manifest.json"));
    List<String> named = new ArrayList<>();
    for (String section : List.of("data", "rejected")) {
      for (JsonNode entry : manifest.path(section)) {
        String path = section + "/" + entry.path("file").asText();
        assertEquals(Digests.hex(out.resolve(path)), entry.path("sha256").asText(), path);
        assertEquals(Files.size(out.resolve(path)), entry.path("bytes").asLong(), path);
        named.add(path);
      }
    }
    assertEquals(
        Fixtures.tree(out).keySet().stream().filter(p -> p.endsWith(".parquet")).toList(), named);
    assertEquals(12, manifest.at("/data/0/rows").asLong() + manifest.at("/data/1/rows").asLong());
    assertEquals("code.jsonl", manifest.at("/inputs/0/name").asText());
    assertEquals(
        Digests.hex(folder.resolve("data/code.jsonl")), manifest.at("/inputs/0/sha256").asText());
    assertEquals(
        Digests.hex(out.resolve("_winnow/recipe.resolved.yaml")),
        manifest.path("recipe_sha256").asText());
    assertEquals("2026-11-23T12:00:00Z", manifest.path("created").asText());
    assertEquals(17, manifest.path("rows_read").asLong());
    assertEquals(12, manifest.path("rows_written").asLong());
  }

  @Test
  void countsWhatEveryStepKeptAndRejected(@TempDir Path folder) throws Exception {
    RunReport report = run(mathAndCode(folder, "output: {format: jsonl}"));

    assertEquals(
        List.of("read", "dedup_exact", "mix", "write"),
        report.stages().stream().map(RunReport.Stage::label).toList());
    assertEquals(
        List.of(16L, 15L, 12L, 12L),
        report.stages().stream().map(RunReport.Stage::rowsOut).toList());
    assertEquals(Map.of("malformed_json", 1L), report.stages().get(0).reasons());
    assertEquals(Map.of("duplicate", 1L), report.stages().get(1).reasons());
    assertEquals(Map.of("over_quota", 3L), report.stages().get(2).reasons());
    // 9 and 6 rows of 15: of 12 rows 7.2 and 4.8
    assertEquals(
        List.of("code 7", "math 5"),
        report.domains().stream().map(d -> d.name() + " " + d.rowsWritten()).toList());
    JsonNode mixture = json(folder.resolve("out/_winnow/mixture.json"));
    assertEquals(7, mixture.at("/domains/code/rows").asLong());
    assertEquals(9, mixture.at("/domains/code/available").asLong());
    assertEquals(7.0 / 12, mixture.at("/domains/code/share").asDouble(), 1e-12);
    assertEquals(5.0 / 6, mixture.at("/domains/math/epochs").asDouble(), 1e-12);
    JsonNode steps = json(folder.resolve("out/_winnow/stats.json")).path("steps");
    assertEquals(1, steps.at("/1/rejected/duplicate").asLong());
    assertEquals(9, steps.at("/1/rows_out_by_domain/code").asLong());
  }

  @Test
  void aSecondRunPublishesTheSameBytes(@TempDir Path folder) throws Exception {
    run(mathAndCode(folder, "output: {format: parquet, shard_rows: 5}"));
    Map<String, String> first = Fixtures.tree(folder.resolve("out"));

    run(mathAndCode(folder, "output: {format: parquet, shard_rows: 5}"));

    Map<String, String> second = Fixtures.tree(folder.resolve("out"));
    // the report tells how long the run took
    first.remove("_winnow/report.html");
    second.remove("_winnow/report.html");
    assertEquals(first, second);
  }

  @Test
  void tooManyBrokenRowsPublishNothing(@TempDir Path folder) throws Exception {
    run(mathAndCode(folder, "output: {format: jsonl}"));
    Map<String, String> published = Fixtures.tree(folder.resolve("out"));

    DataException refused =
        assertThrows(
            DataException.class,
            () -> run(mathAndCode(folder, "max_rejected: 5%"))); // 1 of 17 is 5.9 %

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("1 of 17 rows are broken"), message);
    assertTrue(message.contains("malformed_json 1"), message);
    assertEquals(published, Fixtures.tree(folder.resolve("out")));
    assertTrue(
        Files.exists(
            folder.resolve("out.winnow/staging/2/rejected/rejected-00000-of-00001.parquet")));
  }

  @Test
  void asManyBrokenRowsAsAllowedArePublished(@TempDir Path folder) throws Exception {
    assertEquals(12, run(mathAndCode(folder, "max_rejected: {rows: 1}")).rowsWritten());
    assertEquals(12, run(mathAndCode(folder, "max_rejected: 5.9%")).rowsWritten());
  }

  @Test
  void nothingLeftPublishesNothing(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/empty.jsonl"), "");
    CurationPlan plan =
        Fixtures.plan(folder, "name: a", "input: [{path: data}]", "steps: [{mix: {}}]");

    DataException refused = assertThrows(DataException.class, () -> run(plan));

    assertTrue(String.valueOf(refused.getMessage()).startsWith("no row is left"));
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void aPipelineThatFailsLeavesThePublishedDatasetAsItWas(@TempDir Path folder) throws Exception {
    run(mathAndCode(folder, "output: {format: jsonl}"));
    Map<String, String> published = Fixtures.tree(folder.resolve("out"));
    CurationPlan plan = mathAndCode(folder, "output: {format: parquet}");
    Launcher deleting = around(() -> Files.delete(folder.resolve("data/code.jsonl")), () -> {});

    assertThrows(
        PipelineFailedException.class, () -> new CurationRun(plan, deleting, Fixtures.NOON).run());

    assertEquals(published, Fixtures.tree(folder.resolve("out")));
  }

  @Test
  void aLauncherThatFailsBehindThePipelineStillPublishesNothing(@TempDir Path folder)
      throws Exception {
    Launcher failing =
        around(
            () -> {},
            () -> {
              throw new PipelineFailedException("the cluster is gone", new IOException());
            });
    CurationPlan plan = mathAndCode(folder, "output: {format: jsonl}");

    assertThrows(
        PipelineFailedException.class, () -> new CurationRun(plan, failing, Fixtures.NOON).run());

    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void anInputThatChangesWhileItIsReadPublishesNothing(@TempDir Path folder) throws Exception {
    CurationPlan plan = mathAndCode(folder, "output: {format: jsonl}");
    Launcher meddling =
        around(() -> {}, () -> Fixtures.corpus(folder.resolve("data/math.jsonl"), 7));

    DataException refused =
        assertThrows(
            TryLaterException.class, () -> new CurationRun(plan, meddling, Fixtures.NOON).run());

    String message = String.valueOf(refused.getMessage());
    assertTrue(message.startsWith("the input changed while it was read: math.jsonl;"), message);
    assertFalse(Files.exists(folder.resolve("out")));
  }

  @Test
  void aSavedArrowDatasetCanBeReadAgain(@TempDir Path folder) throws Exception {
    run(mathAndCode(folder.resolve("first"), "output: {format: arrow, shard_rows: 8}"));
    CurationPlan again =
        Fixtures.plan(
            Files.createDirectory(folder.resolve("second")),
            "name: again",
            "input: [{path: ../first/out}]",
            "steps: [{dedup_exact: {}}]");

    assertEquals(12, run(again).rowsRead());
  }

  @Test
  void aSavedArrowDatasetNamesItsShards(@TempDir Path folder) throws Exception {
    run(mathAndCode(folder, "output: {format: arrow, shard_rows: 8}"));

    Path out = folder.resolve("out");
    JsonNode state = json(out.resolve("state.json"));
    for (JsonNode file : state.path("_data_files")) {
      assertTrue(Files.exists(out.resolve(file.path("filename").asText())), file.toString());
    }
    assertEquals(2, state.path("_data_files").size());
    assertTrue(Files.exists(out.resolve("dataset_info.json")));
  }

  @Test
  void theCardsHeadIsYamlThatNamesTheFiles(@TempDir Path folder) throws Exception {
    run(mathAndCode(folder, "output: {format: parquet}"));

    Path out = folder.resolve("out");
    String card = Files.readString(out.resolve("README.md"));
    String[] parts = card.split("(?m)^---$", 3);
    JsonNode head = new YAMLMapper().readTree(parts[1]);
    assertEquals("", parts[0]);
    assertEquals("math-and-code", head.path("pretty_name").asText());
    assertEquals("n<1K", head.at("/size_categories/0").asText());
    assertEquals("default", head.at("/configs/0/config_name").asText());
    for (JsonNode config : head.path("configs")) {
      JsonNode files = config.at("/data_files/0");
      String start = files.path("path").asText().replace("*", "");
      assertTrue(Fixtures.tree(out).keySet().stream().anyMatch(p -> p.startsWith(start)), start);
    }
    List<String> features = new ArrayList<>();
    head.at("/dataset_info/features").forEach(f -> features.add(f.path("name").asText()));
    assertEquals(List.of("id", "domain", "messages", "weight"), features.subList(0, 4));
    assertTrue(parts[2].contains("12 rows in 2 domains"), parts[2]);
  }

  private static CurationPlan mathAndCode(Path folder, String last) throws Exception {
    Path math = Fixtures.corpus(folder.resolve("data/math.jsonl"), 6);
    Path code = Fixtures.corpus(folder.resolve("data/code.jsonl"), 9);
    // a copy of the first row, and a broken row
    Files.writeString(
        code, Files.readString(code) + Files.readAllLines(code).get(0) + "\n{broken\n");
    assertTrue(Files.exists(math));
    return Fixtures.plan(
        folder,
        "name: math-and-code",
        "seed: 7",
        "input: [{path: data/}]",
        STEPS,
        last,
        last.startsWith("max_rejected") ? "output: {format: jsonl}" : "max_rejected: 50%");
  }

  private interface Event {
    void happen() throws IOException, PipelineFailedException;
  }

  /** A launcher with something that happens before and behind the pipeline. */
  private static Launcher around(Event before, Event after) {
    return new Launcher() {
      @Override
      public Pipeline create() {
        return Fixtures.launcher().create();
      }

      @Override
      public void run(Pipeline pipeline) throws PipelineFailedException {
        try {
          before.happen();
          Fixtures.launcher().run(pipeline);
          after.happen();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    };
  }

  private static RunReport run(CurationPlan plan) throws Exception {
    return new CurationRun(plan, Fixtures.launcher(), Fixtures.NOON).run();
  }

  private static List<String> lines(Path out) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.list(out.resolve("data"))) {
      for (Path file : files.toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
