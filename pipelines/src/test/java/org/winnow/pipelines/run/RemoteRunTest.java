package org.winnow.pipelines.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.pipelines.CurationPlan;
import org.winnow.pipelines.DataException;
import org.winnow.pipelines.Fixtures;
import org.winnow.pipelines.RunPaths;
import org.winnow.pipelines.recipe.RecipeException;
import org.winnow.pipelines.recipe.RecipeReader;
import org.winnow.pipelines.remote.MemoryStore;
import org.winnow.schemas.Locations;

/** Runs with inputs, output and working folder in an object store, held against local ones. */
class RemoteRunTest {
  /** Writes a recipe here whose inputs are in {@code data}, and plans a run to {@code output}. */
  private static CurationPlan plan(Path folder, Path data, Path output, String format)
      throws IOException, RecipeException, DataException {
    return plan(folder, data, output, format, "{score: {scorers: [loss]}}, {dedup_exact: {}}");
  }

  private static CurationPlan plan(Path folder, Path data, Path output, String format, String steps)
      throws IOException, RecipeException, DataException {
    Path recipe =
        Fixtures.recipe(
            folder,
            "name: far",
            "seed: 7",
            "model: {checkpoint: builtin:reference, max_tokens: 256}",
            "input: [{path: '" + data + "/chat'}, {path: '" + data + "/m*.jsonl'}]",
            "steps: [" + steps + "]",
            "output: {format: " + format + ", shard_rows: 8}");
    return CurationPlan.of(
        RecipeReader.read(recipe, List.of()), RunPaths.of(output), Optional.empty());
  }

  private static void corpus(Path data) throws IOException {
    Fixtures.corpus(data.resolve("chat/a.jsonl"), 9);
    Fixtures.corpus(data.resolve("chat/deep/b.jsonl"), 5);
    Fixtures.corpus(data.resolve("math.jsonl"), 6);
    Fixtures.corpus(data.resolve("other.jsonl"), 4);
  }

  private static RunReport run(CurationPlan plan) throws Exception {
    return new CurationRun(plan, Fixtures.leanLauncher(), Fixtures.NOON).run();
  }

  /** All files of a dataset but those that tell of the run: where inputs were, how long it took. */
  private static Map<String, String> content(Path dataset) throws IOException {
    Map<String, String> files = Fixtures.tree(dataset);
    files
        .keySet()
        .removeAll(
            Set.of(
                "_winnow/manifest.json",
                "_winnow/recipe.resolved.yaml",
                "_winnow/report.html",
                "_winnow/stats.json",
                "README.md"));
    return files;
  }

  private static JsonNode manifest(Path dataset) throws IOException {
    return new ObjectMapper()
        .readTree(Files.readAllBytes(dataset.resolve("_winnow/manifest.json")));
  }

  @Test
  void givesTheSameBytesAsHere(@TempDir Path folder) throws Exception {
    for (String format : List.of("jsonl", "parquet")) {
      Path far = Locations.path("mem://run-" + format);
      corpus(folder.resolve(format));
      corpus(far);
      Path here = folder.resolve(format + "-out");
      Path there = far.resolve("sets/out");

      RunReport local = run(plan(folder, folder.resolve(format), here, format));
      RunReport first = run(plan(folder, far, there, format));
      RunReport second = run(plan(folder, far, there, format));

      assertThat(first.rowsWritten()).isEqualTo(20).isEqualTo(local.rowsWritten());
      assertThat(content(there)).isEqualTo(content(here)).containsKey("_winnow/SUCCESS");
      assertThat(manifest(there).path("inputs")).isEqualTo(manifest(here).path("inputs"));
      assertThat(manifest(there).path("data")).isEqualTo(manifest(here).path("data"));
      assertThat(first.rowsFromStore()).isZero();
      assertThat(second.rowsFromStore()).isEqualTo(20);
      assertThat(second.rowsScored()).isZero();
      assertThat(MemoryStore.keys())
          .filteredOn(key -> key.startsWith("mem://run-" + format + "/sets/out.winnow/"))
          .isNotEmpty()
          .allMatch(key -> key.contains("/out.winnow/store/"));
      PublishedDataset.open(there);
    }
  }

  /** Its files move out of a folder that is gone with the last of them. */
  @Test
  void savedDatasetsOfSeveralPhasesGiveTheSameBytesAsHere(@TempDir Path folder) throws Exception {
    Path far = Locations.path("mem://run-phases");
    corpus(folder.resolve("data"));
    corpus(far);

    run(
        plan(
            folder,
            folder.resolve("data"),
            folder.resolve("out"),
            "arrow",
            "{mix: {cooldown: {}}}"));
    run(plan(folder, far, far.resolve("out"), "arrow", "{mix: {cooldown: {}}}"));

    assertThat(content(far.resolve("out")))
        .isEqualTo(content(folder.resolve("out")))
        .containsKeys("dataset_dict.json", "phase1/state.json", "phase2/state.json");
  }

  @Test
  void aPublicationThatDiesLeavesNoDatasetUntilTheNextOne(@TempDir Path folder) throws Exception {
    Path far = Locations.path("mem://run-dies");
    corpus(far);
    Path out = far.resolve("out");
    run(plan(folder, far, out, "jsonl"));
    Map<String, String> whole = content(out);
    for (String file : List.of("README.md", "_winnow/SUCCESS")) { // the first one and the last one
      MemoryStore.guard(
          (operation, key) -> {
            if (operation.equals("put") && key.equals("mem://run-dies/out/" + file)) {
              throw new IOException("the network is gone");
            }
          });
      try {
        assertThatThrownBy(() -> run(plan(folder, far, out, "jsonl")))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("the network is gone");
      } finally {
        MemoryStore.guard((operation, key) -> {});
      }
      assertThatThrownBy(() -> PublishedDataset.open(out)).isInstanceOf(DataException.class);
    }

    run(plan(folder, far, out, "jsonl"));

    assertThat(content(out)).isEqualTo(whole);
  }

  @Test
  void whatIsNoDatasetIsLeftAlone(@TempDir Path folder) throws Exception {
    Path far = Locations.path("mem://run-foreign");
    corpus(far);
    MemoryStore.put("mem://run-foreign/out/precious", new byte[] {1});

    assertThatThrownBy(() -> run(plan(folder, far, far.resolve("out"), "jsonl")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("mem://run-foreign/out exists and is not a dataset of winnow");

    assertThat(Files.exists(far.resolve("out/precious"))).isTrue();
  }

  @Test
  void twoRunsAtOnceAreRefused(@TempDir Path folder) throws Exception {
    Path far = Locations.path("mem://run-twice");
    corpus(far);
    Path lease = far.resolve("out.winnow/lock");

    try (Lease other = Lease.take(lease, "run", "somebody", Fixtures.NOON)) {
      assertThatThrownBy(() -> run(plan(folder, far, far.resolve("out"), "jsonl")))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("another run is at work on this dataset: somebody");
      other.check();
    }
    assertThat(run(plan(folder, far, far.resolve("out"), "jsonl")).rowsWritten()).isEqualTo(20);
  }

  @Test
  void aRecipeWithASchemeThatNobodyKnowsIsRefused(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> plan(folder, Path.of("s3:/"), folder.resolve("out"), "jsonl"))
        .isInstanceOf(RecipeException.class);
    Path recipe =
        Fixtures.recipe(
            folder, "name: far", "input: [{path: 's3://bucket/x'}]", "output: {format: jsonl}");
    assertThatThrownBy(() -> RecipeReader.read(recipe, List.of()))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("input[0].path")
        .hasMessageContaining("mvn -Ps3");
  }

  @Test
  void ofTwoWhoTakeALeaseAtOnceOneHoldsIt() throws Exception {
    Path file = Locations.path("mem://lease/lock");
    // Somebody else looks before this one writes, and writes after it.
    MemoryStore.guard(
        (operation, key) -> {
          if (operation.equals("delete") && key.startsWith("mem://lease/.lock")) {
            MemoryStore.put("mem://lease/lock", lease("the later one"));
          }
        });
    try {
      assertThatThrownBy(() -> Lease.take(file, "run", "the earlier one", Fixtures.NOON))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("the later one");
    } finally {
      MemoryStore.guard((operation, key) -> {});
    }

    Path second = Locations.path("mem://lease/second");
    try (Lease slow = Lease.take(second, "run", "the slow one", Fixtures.NOON)) {
      MemoryStore.put("mem://lease/second", lease("somebody else"));
      assertThatThrownBy(slow::check)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("lost its right to publish");
    }
    assertThat(Files.readString(second)).contains("somebody else");
  }

  private static byte[] lease(String owner) {
    return ("{\"owner\":\""
            + owner
            + "\",\"until\":\""
            + Fixtures.NOON.instant().plus(Duration.ofMinutes(5))
            + "\"}")
        .getBytes(StandardCharsets.UTF_8);
  }
}
