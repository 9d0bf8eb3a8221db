package org.winnow.transforms.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.Pipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;
import org.winnow.schemas.Seeds;
import org.winnow.schemas.format.OutputFormat;
import org.winnow.schemas.format.RowLayout;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.mix.MixDomains;

class WriteDatasetTest {
  private static final long MANY = 1L << 30;

  @Test
  void writesFilesOfNearlyEqualSizeWithTheNamesThatDatasetsExpects(@TempDir Path folder)
      throws IOException {
    List<ShardFile> files =
        write(Fixtures.rows("a", 11), 4, new ShardPlan(6, MANY), OutputFormat.PARQUET, folder);

    assertEquals(
        List.of("train-00000-of-00002.parquet", "train-00001-of-00002.parquet"),
        List.copyOf(digests(folder).keySet()));
    assertEquals(List.of(5L, 6L), files.stream().map(ShardFile::rows).sorted().toList());
    for (ShardFile file : files) {
      assertEquals(Files.size(folder.resolve(file.name())), file.bytes());
      assertEquals(Digests.hex(folder.resolve(file.name())), file.sha256());
    }
  }

  @Test
  void givesTheSameBytesWhateverTheOrderAndTheBatches(@TempDir Path one, @TempDir Path two)
      throws IOException {
    List<Sample> rows = Fixtures.together(Fixtures.rows("a", 30), Fixtures.rows("b", 20));

    write(rows, 50, new ShardPlan(20, MANY), OutputFormat.PARQUET, one);
    write(Fixtures.shuffled(rows, 8), 7, new ShardPlan(20, MANY), OutputFormat.PARQUET, two);

    assertEquals(3, digests(one).size());
    assertEquals(digests(one), digests(two));
  }

  @Test
  void writesEveryRowOnceInADrawnOrder(@TempDir Path folder) throws IOException {
    List<Sample> rows = Fixtures.together(Fixtures.rows("a", 30), Fixtures.rows("b", 30));

    write(rows, 9, new ShardPlan(25, MANY), OutputFormat.JSONL, folder);

    List<String> ids = ids(folder);
    assertEquals(rows.stream().map(Sample::id).sorted().toList(), ids.stream().sorted().toList());
    assertNotEquals(rows.stream().map(Sample::id).toList(), ids);
    List<String> firstFile = ids.subList(0, 20);
    long ofA = rows.subList(0, 30).stream().filter(s -> firstFile.contains(s.id())).count();
    assertEquals(true, ofA > 3 && ofA < 17, "rows of a in the first file: " + ofA);
  }

  @Test
  void aCopyIsWrittenAsOftenAsItIsThereAndNotBesideTheOther(@TempDir Path folder)
      throws IOException {
    List<Sample> rows = Fixtures.rows("a", 40);
    List<Sample> twice = new ArrayList<>();
    rows.forEach(row -> twice.addAll(List.of(row, row)));

    write(twice, 80, new ShardPlan(100, MANY), OutputFormat.JSONL, folder);

    List<String> ids = ids(folder);
    assertEquals(twice.stream().map(Sample::id).sorted().toList(), ids.stream().sorted().toList());
    long neighbours = IntStream.range(1, 80).filter(i -> ids.get(i).equals(ids.get(i - 1))).count();
    assertEquals(true, neighbours < 10, neighbours + " copies stand beside their row");
  }

  @Test
  void everyPrefixHasTheSharesOfThePhaseAlsoAcrossFiles(@TempDir Path folder) throws IOException {
    List<Sample> rows =
        Fixtures.together(
            Fixtures.rows("a", 61),
            Fixtures.rows("b", 7),
            Fixtures.rows("c", 29),
            Fixtures.rows("d", 1));

    write(rows, 10, new ShardPlan(9, MANY), OutputFormat.JSONL, folder);

    Map<String, Integer> had = new TreeMap<>(Map.of("a", 0, "b", 0, "c", 0, "d", 0));
    Map<String, Integer> quotas = Map.of("a", 61, "b", 7, "c", 29, "d", 1);
    List<String> lines = lines(folder);
    for (int turn = 1; turn <= 98; turn++) {
      had.merge(
          new ObjectMapper().readTree(lines.get(turn - 1)).path("domain").asText(),
          1,
          Integer::sum);
      for (Map.Entry<String, Integer> quota : quotas.entrySet()) {
        double error = had.getOrDefault(quota.getKey(), -9) - turn * quota.getValue() / 98.0;
        assertEquals(0, error, 1 - 1 / 6.0 + 1e-9, quota.getKey() + " at " + turn);
      }
    }
  }

  /** The slow and obvious way: all rows in one list, phase by phase, in their turns. */
  @Test
  void filesAreTheWholeOrderCutIntoPieces(@TempDir Path folder) throws IOException {
    List<String> columns = List.of(MixDomains.PHASE, MixDomains.EPOCH);
    List<Sample> rows = new ArrayList<>();
    for (Sample row : Fixtures.together(Fixtures.rows("a", 23), Fixtures.rows("b", 8))) {
      // a once in each phase; b twice in the first phase, in epochs of its own
      int secondPhase = row.domain().equals("a") ? 2 : 1;
      rows.add(row.withScores(Scores.of(columns, 1, 1)));
      rows.add(row.withScores(Scores.of(columns, secondPhase, 2)));
    }

    write(rows, 14, new ShardPlan(8, MANY), OutputFormat.JSONL, folder, columns);

    List<String> expected = new ArrayList<>();
    for (int phase = 1; phase <= 2; phase++) {
      List<List<String>> queues = List.of(queue(rows, phase, "a"), queue(rows, phase, "b"));
      long[] quotas = queues.stream().mapToLong(List::size).toArray();
      Turns turns = new Turns(quotas, new long[2]);
      int[] next = new int[2];
      while (turns.hasNext()) {
        int domain = turns.next();
        expected.add(queues.get(domain).get(next[domain]++));
      }
    }
    assertEquals(expected, ids(folder));
    assertEquals(
        List.of(
            "phase1-00000-of-00005.jsonl",
            "phase1-00001-of-00005.jsonl",
            "phase1-00002-of-00005.jsonl",
            "phase1-00003-of-00005.jsonl",
            "phase1-00004-of-00005.jsonl",
            "phase2-00000-of-00003.jsonl",
            "phase2-00001-of-00003.jsonl",
            "phase2-00002-of-00003.jsonl"),
        List.copyOf(digests(folder).keySet()));
  }

  /** A domain's rows by epoch and hash; the rows of epoch 2 are the second copies. */
  private static List<String> queue(List<Sample> rows, int phase, String domain) {
    List<String> queue = new ArrayList<>();
    for (int epoch = 1; epoch <= 2; epoch++) {
      String purpose = "order " + (epoch - 1);
      double wanted = epoch;
      rows.stream()
          .filter(row -> row.domain().equals(domain))
          .filter(row -> row.scores().value(MixDomains.PHASE).orElseThrow() == phase)
          .filter(row -> row.scores().value(MixDomains.EPOCH).orElseThrow() == wanted)
          .map(Sample::id)
          .sorted(
              Comparator.comparing(
                  id -> Seeds.bits(7, WriteDataset.STEP, id, purpose), Long::compareUnsigned))
          .forEach(queue::add);
    }
    return queue;
  }

  @Test
  void weightsAreScaledToMeanOneInTheirProportions(@TempDir Path folder) throws IOException {
    List<Sample> rows = new ArrayList<>();
    for (Sample row : Fixtures.rows("a", 4)) {
      rows.add(row.withWeight(row.origin().row() % 2 == 0 ? 1 : 4));
    }

    write(rows, 3, new ShardPlan(9, MANY), OutputFormat.JSONL, folder);

    // mean 2.5
    List<Double> weights = new ArrayList<>();
    for (String line : lines(folder)) {
      weights.add(new ObjectMapper().readTree(line).path("weight").asDouble());
    }
    assertEquals(List.of(0.4, 0.4, 1.6, 1.6), weights.stream().sorted().toList());
  }

  @Test
  void anotherSeedIsAnotherOrder(@TempDir Path one, @TempDir Path two) throws IOException {
    List<CorpusBatch> batches = Fixtures.batches(Fixtures.rows("a", 20), 20);

    writeWithSeed(batches, 1, new ShardPlan(20, MANY), OutputFormat.JSONL, one);
    writeWithSeed(batches, 2, new ShardPlan(20, MANY), OutputFormat.JSONL, two);

    assertNotEquals(ids(one), ids(two));
  }

  @Test
  void longTextMakesMoreFilesAndNoneIsEmpty(@TempDir Path folder) throws IOException {
    List<Sample> rows = Fixtures.rows("a", 3);

    List<ShardFile> files = write(rows, 3, new ShardPlan(100, 1), OutputFormat.PARQUET, folder);

    assertEquals(List.of(1L, 1L, 1L), files.stream().map(ShardFile::rows).toList());
    assertEquals(3, digests(folder).size());
  }

  @Test
  void writesNothingOfNoRows(@TempDir Path folder) throws IOException {
    List<ShardFile> files =
        write(List.of(), 3, new ShardPlan(100, 1), OutputFormat.PARQUET, folder.resolve("data"));

    assertEquals(List.of(), files);
    assertFalse(Files.exists(folder.resolve("data")));
  }

  @Test
  void writesTheScoreColumnsThatItIsTold(@TempDir Path folder) throws IOException {
    write(
        Fixtures.scored("a", 0.5, Double.NaN),
        2,
        new ShardPlan(100, MANY),
        OutputFormat.JSONL,
        folder,
        List.of("q"));

    List<String> values = new ArrayList<>();
    for (String line : lines(folder)) {
      values.add(String.valueOf(new ObjectMapper().readTree(line).get("q")));
    }
    assertEquals(List.of("0.5", "null"), values.stream().sorted().toList());
  }

  private static List<ShardFile> write(
      List<Sample> rows, int rowsOfBatch, ShardPlan plan, OutputFormat format, Path folder) {
    return write(rows, rowsOfBatch, plan, format, folder, List.of());
  }

  private static List<ShardFile> write(
      List<Sample> rows,
      int rowsOfBatch,
      ShardPlan plan,
      OutputFormat format,
      Path folder,
      List<String> columns) {
    return run(
        Fixtures.batches(rows, rowsOfBatch),
        new WriteDataset(7, format, RowLayout.of(columns), plan, folder));
  }

  private static List<ShardFile> writeWithSeed(
      List<CorpusBatch> batches, long seed, ShardPlan plan, OutputFormat format, Path folder) {
    return run(batches, new WriteDataset(seed, format, RowLayout.of(List.of()), plan, folder));
  }

  private static List<ShardFile> run(List<CorpusBatch> batches, WriteDataset write) {
    Pipeline pipeline = Fixtures.pipeline();
    Fixtures.Gathered<ShardFile> files =
        Fixtures.gather("Gather", Fixtures.corpus(pipeline, batches).apply("Write", write));
    Fixtures.run(pipeline);
    return files.elements().stream().sorted(Comparator.comparing(ShardFile::name)).toList();
  }

  private static List<String> lines(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String name : digests(folder).keySet()) {
      lines.addAll(Files.readAllLines(folder.resolve(name)));
    }
    return lines;
  }

  private static List<String> ids(Path folder) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String line : lines(folder)) {
      ids.add(new ObjectMapper().readTree(line).path("id").asText());
    }
    return ids;
  }

  private static Map<String, String> digests(Path folder) throws IOException {
    Map<String, String> digests = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        digests.put(String.valueOf(file.getFileName()), Digests.hex(file));
      }
    }
    return digests;
  }
}
