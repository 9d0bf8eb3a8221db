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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.Fixtures;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Sample;
import org.winnow.schemas.format.InputFiles;
import org.winnow.schemas.format.OptionalColumn;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.OutputShape;
import org.winnow.schemas.format.PublishedReader;
import org.winnow.schemas.format.RowSink;

class DatasetExportTest {
  @Test
  void everyFormatHoldsTheSameRowsInTheSameOrder(@TempDir Path folder) throws Exception {
    Path out = publish(folder, "output: {format: parquet, shard_rows: 8}");
    List<Sample> rows = rows(out);
    assertEquals(16, rows.size());

    Path from = out;
    for (OutputFormat format : OutputFormat.values()) {
      Path to = folder.resolve("as-" + format.label());
      DatasetExport.Result result =
          export(from, to, Optional.of(format), Optional.of(OutputShape.SHAREGPT), Set.of(), 7);

      assertEquals(new DatasetExport.Result(16, 0, 3), result);
      assertEquals(rows, rows(to), format.label());
      from = to; // the next export reads what this one wrote
    }
  }

  @Test
  void anExportOfAnExportBackIsTheSameBytes(@TempDir Path folder) throws Exception {
    Path out = publish(folder, "output: {format: jsonl, shard_rows: 8}");
    Path there = folder.resolve("there");
    Path back = folder.resolve("back");

    export(out, there, Optional.of(OutputFormat.MDS), Optional.of(OutputShape.ALPACA), Set.of(), 5);
    export(
        there,
        back,
        Optional.of(OutputFormat.JSONL),
        Optional.of(OutputShape.MESSAGES),
        Set.of(),
        8);

    assertEquals(data(out), data(back));
  }

  @Test
  void anArrowDatasetOfSeveralPhasesIsAFolderOfSavedDatasets(@TempDir Path folder)
      throws Exception {
    Path out = publish(folder, "[{mix: {cooldown: {}}}]", "output: {format: arrow, shard_rows: 5}");

    Map<String, Long> rowsOfSplits = Map.of("phase1", 8L, "phase2", 8L);
    assertEquals(
        "{\"splits\":[\"phase1\",\"phase2\"]}", json(out.resolve("dataset_dict.json")).toString());
    assertFalse(Files.exists(out.resolve("data")));
    assertFalse(Files.exists(out.resolve("state.json")));
    for (String split : rowsOfSplits.keySet()) {
      JsonNode state = json(out.resolve(split).resolve("state.json"));
      assertEquals(split, state.path("_split").asText());
      assertEquals(
          List.of(split + "-00000-of-00002.arrow", split + "-00001-of-00002.arrow"),
          state.path("_data_files").findValuesAsText("filename"));
      assertTrue(Files.exists(out.resolve(split).resolve("dataset_info.json")));
    }
    assertEquals(rowsOfSplits, PublishedDataset.open(out).data().splits());
    String card = Files.readString(out.resolve("README.md"));
    assertEquals(
        List.of("phase1/phase1-*", "phase2/phase2-*"),
        new YAMLMapper()
            .readTree(card.split("(?m)^---$", 3)[1])
            .at("/configs/0/data_files")
            .findValuesAsText("path"));
    assertTrue(card.contains("phase2 = splits[\"phase2\"]"), card);
    JsonNode axolotl =
        new YAMLMapper().readTree(out.resolve("_winnow/integrations/axolotl.yaml").toFile());
    assertEquals(
        List.of("../../phase1", "../../phase2"), axolotl.path("datasets").findValuesAsText("path"));
    JsonNode llama =
        json(out.resolve("_winnow/integrations/llamafactory/dataset_info.json"))
            .path("a_phase2_00001");
    assertEquals("../../../phase2/phase2-00001-of-00002.arrow", llama.path("file_name").asText());
    assertEquals(
        List.of(out.resolve("phase1"), out.resolve("phase2")),
        InputFiles.list(out).stream().filter(path -> Files.isDirectory(path)).toList());
  }

  @Test
  void phasesKeepTheirRowsInEveryFormat(@TempDir Path folder) throws Exception {
    Path out = publish(folder, "[{mix: {cooldown: {}}}]", "output: {format: jsonl, shard_rows: 5}");
    List<Sample> rows = rows(out);
    assertEquals(16, rows.size());

    Path there = folder.resolve("there");
    Path back = folder.resolve("back");
    for (Path to : List.of(there, back)) {
      export(
          to.equals(there) ? out : there,
          to,
          Optional.of(to.equals(there) ? OutputFormat.ARROW : OutputFormat.JSONL),
          Optional.empty(),
          Set.of(),
          5);
      assertEquals(rows, rows(to));
    }
    assertTrue(Files.exists(there.resolve("phase2/phase2-00001-of-00002.arrow")));
    assertEquals(data(out), data(back));
  }

  @Test
  void rowsThatDoNotFitAreListedAndCounted(@TempDir Path folder) throws Exception {
    Path out = publish(folder, "output: {format: jsonl}");

    DatasetExport.Result result =
        export(
            out,
            folder.resolve("pairs"),
            Optional.empty(),
            Optional.of(OutputShape.PREFERENCE),
            Set.of(),
            100);

    assertEquals(new DatasetExport.Result(1, 15, 1), result);
    JsonNode manifest = json(folder.resolve("pairs/_winnow/manifest.json"));
    assertEquals(15, manifest.at("/rejected/0/rows").asLong());
    assertEquals(1, manifest.path("rows_written").asLong());
    assertEquals("messages", manifest.at("/exported_from/shape").asText());
    JsonNode row =
        new ObjectMapper()
            .readTree(folder.resolve("pairs/data/train-00000-of-00001.jsonl").toFile());
    assertEquals("no", row.at("/rejected/0/content").asText());
    assertEquals("{\"score\":1}", row.path("meta").asText());
  }

  @Test
  void columnsCanBeLeftOutAndTheCardSaysSo(@TempDir Path folder) throws Exception {
    Path out = publish(folder, "output: {format: jsonl}");

    export(
        out,
        folder.resolve("small"),
        Optional.empty(),
        Optional.empty(),
        Set.of(OptionalColumn.SOURCE_FILE, OptionalColumn.META),
        100);

    String card = Files.readString(folder.resolve("small/README.md"));
    List<String> features = new ArrayList<>();
    new YAMLMapper()
        .readTree(card.split("(?m)^---$", 3)[1])
        .at("/dataset_info/features")
        .forEach(feature -> features.add(feature.path("name").asText()));
    assertEquals(
        List.of("id", "domain", "messages", "weight", "source_row", "parent", "made_by"), features);
    JsonNode row =
        new ObjectMapper()
            .readTree(folder.resolve("small/data/train-00000-of-00001.jsonl").toFile());
    List<String> keys = new ArrayList<>();
    row.fieldNames().forEachRemaining(keys::add);
    assertEquals(features, keys);
  }

  @Test
  void aFolderThatIsNoDatasetIsRefused(@TempDir Path folder) throws Exception {
    Fixtures.corpus(folder.resolve("data/a.jsonl"), 2);

    assertTrue(refusal(folder).contains("is not a published dataset"));
  }

  @Test
  void aFileThatChangedIsRefused(@TempDir Path folder) throws Exception {
    Path out = publish(folder, "output: {format: jsonl}");
    Path file = out.resolve("data/train-00000-of-00001.jsonl");
    Files.writeString(file, Files.readString(file).replace("It is so.", "It is no."));

    assertTrue(refusal(out).contains("has changed since it was published"));
    assertFalse(Files.exists(folder.resolve("to")));
  }

  @Test
  void aManifestThatNamesAPathIsRefused(@TempDir Path folder) throws Exception {
    Path out = publish(folder, "output: {format: jsonl}");
    Path manifest = out.resolve("_winnow/manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"train-00000-of-00001.jsonl\"", "\"../README.md\""));

    assertTrue(refusal(out).contains("names no file of data/"));
  }

  @Test
  void aDatasetIsNotExportedIntoItself(@TempDir Path folder) throws Exception {
    Path out = publish(folder, "output: {format: jsonl}");

    DataException refused =
        assertThrows(
            DataException.class,
            () -> export(out, out, Optional.empty(), Optional.empty(), Set.of(), 9));

    assertTrue(String.valueOf(refused.getMessage()).contains("into itself"));
  }

  private static String refusal(Path dataset) {
    Path to = dataset.resolveSibling("to");
    DataException refused =
        assertThrows(
            DataException.class,
            () -> export(dataset, to, Optional.empty(), Optional.empty(), Set.of(), 9));
    return String.valueOf(refused.getMessage());
  }

  private static DatasetExport.Result export(
      Path from,
      Path to,
      Optional<OutputFormat> format,
      Optional<OutputShape> shape,
      Set<OptionalColumn> omit,
      long shardRows)
      throws Exception {
    return new DatasetExport(
            from, new DatasetExport.Target(to, format, shape, omit, shardRows), Fixtures.NOON)
        .run();
  }

  /** Publishes 15 rows of two domains and one pair of answers. */
  private static Path publish(Path folder, String output) throws Exception {
    return publish(folder, "[]", output);
  }

  private static Path publish(Path folder, String steps, String output) throws Exception {
    Fixtures.corpus(folder.resolve("data/math.jsonl"), 6);
    Fixtures.corpus(folder.resolve("data/code.jsonl"), 9);
    Files.writeString(
        folder.resolve("data/pairs.jsonl"),
        "{\"prompt\":\"p\",\"chosen\":\"yes\",\"rejected\":\"no\",\"score\":1}\n");
    new CurationRun(
            Fixtures.plan(
                folder, "name: a", "seed: 3", "input: [{path: data/}]", "steps: " + steps, output),
            Fixtures.launcher(),
            Fixtures.NOON)
        .run();
    return folder.resolve("out");
  }

  private static List<Sample> rows(Path dataset) throws Exception {
    PublishedDataset published = PublishedDataset.open(dataset);
    List<Sample> rows = new ArrayList<>();
    for (String path : published.data().paths()) {
      PublishedReader.read(
          dataset.resolve(path),
          published.data().layout(),
          new RowSink() {
            @Override
            public void accept(Sample sample) {
              rows.add(sample);
            }

            @Override
            public void reject(Rejection rejection) {
              throw new AssertionError(rejection.toString());
            }
          });
    }
    return rows;
  }

  private static Map<String, String> data(Path dataset) throws IOException {
    return Fixtures.tree(dataset.resolve("data"));
  }

  private static JsonNode json(Path file) throws IOException {
    return new ObjectMapper().readTree(file.toFile());
  }
}
