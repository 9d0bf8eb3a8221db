package org.winnow.runners;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.runners.Cli.Outcome;

/** The quickstart's recipe, on a part of its data. */
class QuickstartIT {
  private static final Path RECIPE = Path.of("../pipelines/examples/quickstart/recipe.yaml");
  private static final int LIMIT = 90;

  private static Path folder = Path.of("target");

  private static Path first() {
    return folder.resolve("first");
  }

  private static Path store() {
    return folder.resolve("store");
  }

  private static Outcome run(Path output, Path store, Object... more) {
    Stream<Object> common =
        Stream.of("run", RECIPE, "--output", output, "--store", store, "--limit", LIMIT);
    return Cli.winnow(Stream.concat(common, Stream.of(more)).toArray());
  }

  @BeforeAll
  static void curateOnce(@TempDir Path shared) {
    folder = shared;
    Outcome outcome = run(first(), store(), "--runner", "local", "--parallelism", "2");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("scored 90 rows; the scores of 0 rows were in the score");
  }

  @Test
  void publishesTheWholeTree() throws IOException {
    assertThat(Cli.digests(first()).keySet())
        .containsExactlyInAnyOrder(
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
            "data/train-00000-of-00001.parquet",
            "rejected/rejected-00000-of-00001.parquet");
    assertThat(Files.readString(first().resolve("_winnow/stats.json")))
        .contains("\"rows_read\" : 90", "\"rows_written\" : 27", "\"not_selected\" : 63");
    assertThat(Files.readString(first().resolve("README.md")))
        .contains("27 rows in 3 domains", "- `loss.mean`\n- `loss.perplexity`\n")
        .doesNotContain("- none");
  }

  @Test
  void aSecondRunScoresNothingAndGivesTheSameBytes() throws IOException {
    Path second = folder.resolve("second");

    Outcome outcome = run(second, store());

    assertThat(outcome.out()).contains("scored 0 rows; the scores of 90 rows were in the score");
    assertThat(dataOf(second)).isEqualTo(dataOf(first()));
  }

  @Test
  void everyRunnerAndParallelismGivesTheSameBytes() throws IOException {
    List<List<String>> ways = List.of(List.of("local", "1"), List.of("flink", "2"));
    for (List<String> way : ways) {
      Path output = folder.resolve(String.join("-", way));
      Path ownStore = folder.resolve(String.join("-", way) + "-store");

      Outcome outcome = run(output, ownStore, "--runner", way.get(0), "--parallelism", way.get(1));

      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      assertThat(outcome.out()).contains("scored 90 rows");
      assertThat(dataOf(output)).as(way.toString()).isEqualTo(dataOf(first()));
    }
    Path known = folder.resolve("flink-1"); // scored before
    Outcome outcome = run(known, store(), "--runner", "flink", "--parallelism", "1");
    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(dataOf(known)).isEqualTo(dataOf(first()));
  }

  @Test
  void stepsTellTheSameOnEveryRunner() throws IOException {
    Path data = RECIPE.resolveSibling("data").toAbsolutePath();
    Path recipe =
        Files.write(
            folder.resolve("cleaning.yaml"),
            List.of(
                "name: cleaning",
                "input: [{path: " + data + "}]",
                "steps:",
                "  - near_dup: {ngram: {words: 1}, bands: 20, rows: 2}",
                "  - decontaminate:",
                "      ngram: 4",
                "      action: tag",
                "      benchmarks:",
                "        - {name: seeds, path: " + data.resolve("seed-tasks.jsonl") + "}",
                "        - {name: words, path: " + data.resolve("gsm8k.jsonl") + "}"));
    Path local = folder.resolve("cleaning-local");
    Path flink = folder.resolve("cleaning-flink");

    for (Path output : List.of(local, flink)) {
      String runner = output.equals(local) ? "local" : "flink";
      Outcome outcome = Cli.winnow("run", recipe, "--output", output, "--runner", runner);
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }

    String told = Files.readString(local.resolve("_winnow/stats.json"));
    assertThat(told).contains("\"largest_clusters\" : [ {", "\"closest_rows\" : [ {");
    assertThat(Files.readString(flink.resolve("_winnow/stats.json"))).isEqualTo(told);
    assertThat(dataOf(flink)).isEqualTo(dataOf(local));
  }

  @Test
  void aDamagedStoreEntryIsScoredAgainToTheSameBytes() throws IOException {
    Path ownStore = folder.resolve("damaged-store");
    copy(store(), ownStore);
    Path entry;
    try (Stream<Path> files = Files.walk(ownStore)) {
      entry = files.filter(Files::isRegularFile).sorted().findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(entry);
    bytes[bytes.length / 2] ^= 1;
    Files.write(entry, bytes);

    Outcome outcome = run(folder.resolve("damaged-2"), ownStore);

    assertThat(outcome.out()).doesNotContain("scored 0 rows").doesNotContain("scored 90 rows");
    assertThat(dataOf(folder.resolve("damaged-2"))).isEqualTo(dataOf(first()));
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void planTellsWhatIsKnown() {
    Outcome outcome =
        Cli.winnow("plan", RECIPE, "--output", first(), "--store", store(), "--limit", LIMIT);

    assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("90 of 90 rows are in the score store, 0 are to be scored");
    assertThat(outcome.out().lines().filter(line -> line.startsWith("mix ")))
        .singleElement()
        .asString()
        .contains(" 27 ");
  }

  @Test
  void everyFormatHasTheSameRowsInTheSameOrder() throws IOException {
    for (String format : List.of("jsonl", "jsonl.zst", "arrow")) {
      Path output = folder.resolve("format-" + format);

      Outcome outcome = run(output, store(), "--set", "output.format=" + format);

      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
      assertThat(ids(output)).as(format).isEqualTo(ids(first())).hasSize(27);
    }
  }

  private static Map<String, String> dataOf(Path output) throws IOException {
    Map<String, String> digests = Cli.digests(output);
    digests.keySet().removeIf(name -> !name.matches("(data|rejected)/.*"));
    assertThat(digests).hasSize(2);
    return digests;
  }

  private static List<String> ids(Path output) throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(output.resolve("data"))) {
      files = list.sorted().toList();
    }
    List<String> ids = SampleIds.of(files.get(0));
    assertThat(IntStream.range(1, files.size())).isEmpty();
    return ids;
  }
}
