package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Message;
import org.winnow.schemas.Origin;
import org.winnow.schemas.Rejection;
import org.winnow.schemas.Role;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.StepTable;
import org.winnow.transforms.StepTable.Count;
import org.winnow.transforms.StepTable.Text;
import org.winnow.transforms.select.Criterion;

class NearDupTest {
  private static final NearDupForm FORM =
      new NearDupForm(ComparedPart.SAMPLE, new Ngram(Ngram.Unit.WORDS, 2), new Banding(8, 3));

  private final Path folder;

  NearDupTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void keepsWhatComparingEveryPairKeepsWhateverOrderAndBatches(long seed) {
    List<Sample> rows = varied(seed, 120);
    List<Sample> inAnotherOrder = Fixtures.shuffled(rows, seed);

    Fixtures.Outcome outcome = run(Fixtures.batches(rows, 50), FORM, Preference.none(), 0);

    assertEquals(byComparingEveryPair(rows), sizes(outcome));
    assertTrue(outcome.rejected().size() > 20, "the rows are too different to test anything");
    assertEquals(rows.size(), outcome.kept().size() + outcome.rejected().size());
    assertTables(outcome);
    assertEquals(
        outcome, run(Fixtures.batches(inAnotherOrder, 7), FORM, Preference.none(), 1L << 31));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.5", "2, 0.6", "3, 0.75", "4, 1"})
  void joinsNoPairOfLessSimilarity(long seed, double least) {
    List<Sample> rows = varied(seed, 120);

    Fixtures.Outcome outcome = verified(Fixtures.batches(rows, 50), least, 0);

    Map<String, Integer> expected =
        byComparingEveryPair(rows, (one, other) -> jaccard(rows, one, other) >= least);
    assertEquals(expected, sizes(outcome));
    assertTrue(expected.size() < 120 && !expected.equals(byComparingEveryPair(rows)));
    assertEquals(
        outcome, verified(Fixtures.batches(Fixtures.shuffled(rows, seed), 7), least, 1L << 31));
  }

  @Test
  void verifyingARowWithoutTextOrWithoutLikesChangesNothing() {
    NearDupForm prompt = new NearDupForm(ComparedPart.PROMPT, FORM.ngram(), FORM.banding());
    List<Sample> rows =
        List.of(
            Fixtures.sample("a", "a.jsonl", 1, "?"), Fixtures.sample("a", "a.jsonl", 2, "a b c"));
    NearDup verified = new NearDup("near_dup", prompt, .7, Preference.none(), folder, 0);

    assertEquals(2, Fixtures.run(Fixtures.batches(rows, 2), verified).kept().size());
    assertEquals(new Fixtures.Outcome(List.of(), List.of()), Fixtures.run(List.of(), verified));
  }

  @Test
  void whatStaysDoesNotDependOnFiles() {
    List<Sample> rows = varied(4, 60);
    List<Sample> elsewhere = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Sample row = rows.get(i);
      elsewhere.add(
          Sample.of(
              row.domain(),
              row.messages(),
              Origin.ofRow("f" + (rows.size() - i) % 4, rows.size() - i),
              row.meta()));
    }

    assertEquals(
        sizes(run(Fixtures.batches(rows, 20), FORM, Preference.none(), 0)),
        sizes(run(Fixtures.batches(elsewhere, 20), FORM, Preference.none(), 0)));
  }

  @Test
  void saysWhomARowIsLikeAndInHowLargeACluster() {
    Sample one = Fixtures.sample("a", 1);
    Sample other = Fixtures.sample("a", "b.jsonl", 7, "What is it, then, and who said so?");
    Sample copy = Fixtures.sample("a", "c.jsonl", 8, "what is it -- THEN and who said so");
    Sample kept = other.id().compareTo(copy.id()) < 0 ? other : copy;

    Fixtures.Outcome outcome =
        run(Fixtures.batches(List.of(one, other, copy), 2), FORM, Preference.none(), 0);

    assertEquals(Map.of(one.id(), 1, kept.id(), 2), sizes(outcome));
    Rejection rejection = outcome.rejected().get(0);
    assertEquals(Rejection.Kind.DROPPED, rejection.kind());
    assertEquals("near_dup", rejection.step());
    assertEquals("near_duplicate", rejection.reason());
    assertEquals(
        "near duplicate of "
            + kept.origin().file()
            + " row "
            + kept.origin().row()
            + ", in a cluster of 2",
        rejection.evidence());
  }

  @Test
  void aCorpusWithoutDuplicatesStays() {
    List<Sample> rows =
        IntStream.rangeClosed(1, 20)
            .mapToObj(n -> Fixtures.sample("a", "a.jsonl", n, "w" + n + " x" + n + " y" + n))
            .toList();
    NearDupForm prompt = new NearDupForm(ComparedPart.PROMPT, FORM.ngram(), FORM.banding());

    Fixtures.Outcome outcome = run(Fixtures.batches(rows, 6), prompt, Preference.none(), 0);

    assertEquals(rows.size(), outcome.kept().size());
    assertTrue(sizes(outcome).values().stream().allMatch(size -> size == 1));
    Fixtures.Outcome one =
        run(Fixtures.batches(rows.subList(0, 1), 6), prompt, Preference.none(), 0);
    assertEquals(Map.of(rows.get(0).id(), 1), sizes(one));
    assertEquals(List.of(), outcome.tables());
    assertEquals(
        new Fixtures.Outcome(List.of(), List.of()), run(List.of(), prompt, Preference.none(), 0));
  }

  @Test
  void ofNothingButDuplicatesOneStays() {
    List<Sample> rows =
        IntStream.rangeClosed(1, 20)
            .mapToObj(row -> Fixtures.sample("a", "a.jsonl", row, "same?"))
            .toList();

    Fixtures.Outcome outcome =
        run(Fixtures.batches(Fixtures.shuffled(rows, 5), 3), FORM, Preference.none(), 0);

    assertEquals(List.of("a.jsonl:1"), outcome.keptPlaces());
    assertEquals(20, outcome.kept().get(0).scores().value(NearDup.CLUSTER_SIZE).orElseThrow());
    assertEquals(19, outcome.rejected().size());
  }

  @Test
  void tellsHowLargeClustersAreAndWhichAreTheLargest() {
    List<Sample> rows = new ArrayList<>(Fixtures.rows("alone", 1));
    List<Integer> sizes = List.of(2, 2, 2, 2, 3, 4, 7, 8, 9, 16, 5, 2);
    for (int cluster = 0; cluster < sizes.size(); cluster++) {
      for (int copy = 0; copy < sizes.get(cluster); copy++) {
        String question = "w" + cluster + " x" + cluster + " y" + cluster;
        rows.add(Fixtures.sample("a", "c" + cluster, copy + 1, question));
      }
    }

    NearDupForm prompt = new NearDupForm(ComparedPart.PROMPT, FORM.ngram(), FORM.banding());
    Fixtures.Outcome outcome =
        run(Fixtures.batches(Fixtures.shuffled(rows, 3), 9), prompt, Preference.none(), 1L << 31);

    assertEquals(
        List.of("cluster_sizes", "largest_clusters"),
        outcome.tables().stream().map(StepTable::name).toList());
    assertEquals(
        List.of(
            List.of(new Text("2"), new Count(5), new Count(10), new Count(5)),
            List.of(new Text("3"), new Count(1), new Count(3), new Count(2)),
            List.of(new Text("4-7"), new Count(3), new Count(16), new Count(13)),
            List.of(new Text("8-15"), new Count(2), new Count(17), new Count(15)),
            List.of(new Text("16-31"), new Count(1), new Count(16), new Count(15))),
        outcome.table("cluster_sizes"));
    List<List<StepTable.Cell>> largest = outcome.table("largest_clusters");
    assertEquals(
        List.of(16L, 9L, 8L, 7L, 5L, 4L, 3L, 2L, 2L, 2L),
        largest.stream().map(row -> ((Count) row.get(0)).count()).toList());
    assertEquals(
        List.of(new Text("c9"), new Count(1)), largest.get(0).subList(2, 4), largest.toString());
    assertTables(outcome);
  }

  @Test
  void textsShorterThanTheNgramAreComparedWholeAndEmptyOnesNot() {
    List<String> questions = List.of("yes", "Yes.", "no", "?", "!", "");
    List<Sample> rows = new ArrayList<>();
    questions.forEach(q -> rows.add(Fixtures.sample("a", "a.jsonl", rows.size() + 1, q)));
    NearDupForm prompt =
        new NearDupForm(ComparedPart.PROMPT, new Ngram(Ngram.Unit.WORDS, 5), new Banding(14, 8));

    Fixtures.Outcome outcome = run(Fixtures.batches(rows, 10), prompt, Preference.none(), 0);

    assertEquals(1, outcome.rejected().size());
    assertTrue(outcome.rejected().get(0).row() <= 2, outcome.rejectedPlaces().toString());
    assertEquals(5, outcome.kept().size());
  }

  @Test
  void promptsAreComparedWithoutTheirAnswers() {
    Sample one = conversation(1, "You are kind.", "Name a colour.", "Red is one, I should say.");
    Sample other = conversation(2, "Be brief!", "Name a colour!", "Blue.");
    NearDupForm prompt = new NearDupForm(ComparedPart.PROMPT, FORM.ngram(), FORM.banding());
    List<CorpusBatch> batches = Fixtures.batches(List.of(one, other), 2);

    assertEquals(2, run(batches, FORM, Preference.none(), 0).kept().size());
    assertEquals(1, run(batches, prompt, Preference.none(), 0).kept().size());
  }

  @Test
  void aScoreChoosesAndAMissingOneComesLast() {
    List<Sample> rows = new ArrayList<>();
    for (double score : new double[] {Double.NaN, 2, -3, 2.5, 0}) {
      rows.add(
          Fixtures.sample("a", "a.jsonl", rows.size() + 1, "Same question?")
              .withScores(Scores.of(List.of("q"), score)));
    }
    List<CorpusBatch> batches = Fixtures.batches(rows, 2);

    assertEquals(
        List.of("a.jsonl:4"),
        run(batches, FORM, Preference.by("q", Criterion.Goal.MAXIMIZE), 0).keptPlaces());
    assertEquals(
        List.of("a.jsonl:3"),
        run(batches, FORM, Preference.by("q", Criterion.Goal.MINIMIZE), 0).keptPlaces());
  }

  private Fixtures.Outcome run(
      List<CorpusBatch> batches, NearDupForm form, Preference preference, long corpusBytes) {
    return Fixtures.run(batches, new NearDup("near_dup", form, 0, preference, folder, corpusBytes));
  }

  private Fixtures.Outcome verified(List<CorpusBatch> batches, double least, long corpusBytes) {
    return Fixtures.run(
        batches, new NearDup("near_dup", FORM, least, Preference.none(), folder, corpusBytes));
  }

  private static Sample conversation(int row, String system, String user, String assistant) {
    return Sample.of(
        "a",
        List.of(
            new Message(Role.SYSTEM, system),
            new Message(Role.USER, user),
            new Message(Role.ASSISTANT, assistant)),
        Origin.ofRow("a.jsonl", row),
        "{}");
  }

  /** Rows of which many differ from an earlier one in a few words, or in none. */
  private static List<Sample> varied(long seed, int count) {
    Random random = new Random(seed);
    List<List<String>> texts = new ArrayList<>();
    List<Sample> rows = new ArrayList<>();
    for (int row = 1; row <= count; row++) {
      List<String> words = new ArrayList<>();
      if (texts.isEmpty() || random.nextInt(3) == 0) {
        IntStream.range(0, 12).forEach(i -> words.add("w" + random.nextInt(1000)));
      } else {
        words.addAll(texts.get(random.nextInt(texts.size())));
        IntStream.range(0, random.nextInt(4))
            .forEach(i -> words.set(random.nextInt(12), "v" + random.nextInt(1000)));
      }
      texts.add(words);
      rows.add(Fixtures.sample("d" + row % 3, "x.jsonl", row, String.join(" ", words)));
    }
    return rows;
  }

  /** Ids of rows that stay, with the sizes of their clusters. */
  private static Map<String, Integer> sizes(Fixtures.Outcome outcome) {
    Map<String, Integer> sizes = new TreeMap<>();
    for (Sample row : outcome.kept()) {
      sizes.put(row.id(), (int) row.scores().value(NearDup.CLUSTER_SIZE).orElseThrow());
    }
    return sizes;
  }

  /** What the tables say, found once more from the rows that stayed. */
  private static void assertTables(Fixtures.Outcome outcome) {
    Map<String, Integer> sizes = sizes(outcome);
    sizes.values().removeIf(size -> size == 1);
    assertEquals(
        sizes.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(10)
            .map(cluster -> cluster.getValue() + " " + cluster.getKey())
            .toList(),
        outcome.table("largest_clusters").stream()
            .map(row -> ((Count) row.get(0)).count() + " " + ((Text) row.get(1)).text())
            .toList());
    assertEquals(
        List.of((long) sizes.size(), (long) outcome.rejected().size()),
        IntStream.of(1, 3)
            .mapToObj(
                column ->
                    outcome.table("cluster_sizes").stream()
                        .mapToLong(row -> ((Count) row.get(column)).count())
                        .sum())
            .toList());
  }

  /** The slow obvious twin: compares all pairs and walks from row to row. */
  private static Map<String, Integer> byComparingEveryPair(List<Sample> rows) {
    return byComparingEveryPair(rows, (one, other) -> true);
  }

  private static Map<String, Integer> byComparingEveryPair(
      List<Sample> rows, BiPredicate<Integer, Integer> alike) {
    int bands = FORM.banding().bands();
    long[] hashes = FORM.signatures(rows);
    List<Integer> left = new ArrayList<>(IntStream.range(0, rows.size()).boxed().toList());
    Map<String, Integer> sizes = new TreeMap<>();
    while (!left.isEmpty()) {
      List<Integer> cluster = new ArrayList<>(List.of(left.remove(0)));
      for (int at = 0; at < cluster.size(); at++) {
        int row = cluster.get(at);
        List<Integer> met =
            left.stream()
                .filter(
                    other ->
                        IntStream.range(0, bands)
                            .anyMatch(b -> hashes[row * bands + b] == hashes[other * bands + b]))
                .filter(other -> alike.test(row, other))
                .toList();
        cluster.addAll(met);
        left.removeAll(met);
      }
      sizes.put(
          cluster.stream().map(i -> rows.get(i).id()).min(Comparator.naturalOrder()).orElseThrow(),
          cluster.size());
    }
    return sizes;
  }

  /** The Jaccard similarity of the pairs of words of two rows. */
  private static double jaccard(List<Sample> rows, int one, int other) {
    Set<String> pairs = pairs(rows.get(one));
    Set<String> shared = new HashSet<>(pairs(rows.get(other)));
    int all = pairs.size() + shared.size();
    shared.retainAll(pairs);
    return shared.size() / (double) (all - shared.size());
  }

  private static Set<String> pairs(Sample row) {
    StringBuilder text = new StringBuilder();
    row.messages().forEach(message -> text.append(message.content()).append('\n'));
    String[] words = NormalText.of(text.toString()).split(" ", -1);
    Set<String> pairs = new HashSet<>();
    for (int i = 1; i < words.length; i++) {
      pairs.add(words[i - 1] + " " + words[i]);
    }
    return pairs;
  }
}
