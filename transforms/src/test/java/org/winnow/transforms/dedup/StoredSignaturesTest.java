package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.BatchCutter;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Sample;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.RunBoard;
import org.winnow.transforms.RunBoard.Count;

/** Whether a run on known signatures is the same as one from scratch, and how much it computes. */
class StoredSignaturesTest {
  private static final String STEP = "near_dup";
  private static final NearDupForm FORM =
      new NearDupForm(ComparedPart.SAMPLE, new Ngram(Ngram.Unit.WORDS, 2), new Banding(8, 3));

  private final Path folder;

  StoredSignaturesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void clearBoard() {
    RunBoard.clear();
  }

  @Test
  void theSecondRunComputesNothingAndAThirdOneWhatIsDamaged() throws IOException {
    List<CorpusBatch> batches = Fixtures.batches(pairs("a", 10), 5);

    Fixtures.Outcome first = run(batches, FORM, 0.6, "store");
    assertEquals(10, first.rejected().size());
    assertWork(20, 0);
    assertEquals(first, run(batches, FORM, 0.6, "store"));
    assertWork(0, 20);

    Path entry = entries().get(1);
    byte[] whole = Files.readAllBytes(entry);
    byte[] flipped = whole.clone();
    flipped[whole.length / 2] ^= 4;
    Files.write(entry, flipped);

    assertEquals(first, run(batches, FORM, 0.6, "store"));
    assertEquals(1, RunBoard.read(STEP, Count.STORE_ENTRIES_DAMAGED));
    assertWork(5, 15);
    assertEquals(4, entries().size());
    assertArrayEquals(whole, Files.readAllBytes(entry));
  }

  @Test
  void aNewRowMeetsAnOldOneByTheSignatureInTheStore() throws IOException {
    List<CorpusBatch> batches = new ArrayList<>(Fixtures.batches(Fixtures.rows("a", 30), 10));
    run(batches, FORM, 1, "store");
    RunBoard.clear();
    batches.add(CorpusBatch.of(List.of(Fixtures.sample("b", "b.jsonl", 1, "What is 17 in a? "))));

    Fixtures.Outcome outcome = run(batches, FORM, 1, "store");

    assertWork(1, 30);
    assertEquals(1, outcome.rejected().size());
    assertTrue(
        Set.of("a.jsonl:17", "b.jsonl:1").contains(outcome.rejectedPlaces().get(0)),
        outcome.rejectedPlaces().toString());
    assertEquals(run(batches, FORM, 1, "another"), outcome);

    SignatureStore store = new SignatureStore(STEP, FORM, folder.resolve("store"));
    for (CorpusBatch batch : batches) {
      long[] unlikeAnyOther = new long[batch.rows() * FORM.banding().bands()];
      store.put(batch, unlikeAnyOther);
    }
    assertEquals(31, run(batches, FORM, 1, "store").kept().size());
  }

  @Test
  void aChangedRowCostsItsBatch() {
    List<Sample> rows = Fixtures.rows("a", 4000);
    List<CorpusBatch> before = cut(rows);
    run(before, FORM, 0, "store");
    RunBoard.clear();
    List<Sample> changed = new ArrayList<>(rows);
    changed.set(2000, Fixtures.sample("a", "a.jsonl", 2001, "Something else altogether"));
    List<CorpusBatch> after = cut(changed);

    Fixtures.Outcome outcome = run(after, FORM, 0, "store");

    Set<String> known = new HashSet<>(before.stream().map(CorpusBatch::contentHash).toList());
    List<CorpusBatch> fresh =
        after.stream().filter(batch -> !known.contains(batch.contentHash())).toList();
    assertEquals(1, fresh.size());
    assertTrue(after.size() > 3, after.size() + " batches");
    assertWork(fresh.get(0).rows(), 4000 - fresh.get(0).rows());
    assertEquals(run(after, FORM, 0, "another"), outcome);
  }

  @Test
  void anotherFormKnowsNothingOfIt() {
    List<CorpusBatch> batches = Fixtures.batches(pairs("a", 10), 5);
    run(batches, FORM, 0, "store");
    RunBoard.clear();
    NearDupForm longer =
        new NearDupForm(FORM.part(), new Ngram(Ngram.Unit.WORDS, 3), FORM.banding());

    run(batches, longer, 0, "store");

    assertWork(20, 0);
  }

  /** Holds what was computed since the board was cleared against a number, and clears it. */
  private static void assertWork(long computed, long fromStore) {
    assertEquals(
        List.of(computed, fromStore, 0L),
        List.of(
            RunBoard.read(STEP, Count.SIGNATURES_COMPUTED),
            RunBoard.read(STEP, Count.SIGNATURES_FROM_STORE),
            RunBoard.read(STEP, Count.ROWS_FROM_STORE)));
    RunBoard.clear();
  }

  private Fixtures.Outcome run(
      List<CorpusBatch> batches, NearDupForm form, double least, String store) {
    return Fixtures.run(
        batches, new NearDup(STEP, form, least, Preference.none(), folder.resolve(store), 0));
  }

  /** Rows of which every second one is a copy of the one before, but for a last word. */
  private static List<Sample> pairs(String domain, int count) {
    return IntStream.range(0, 2 * count)
        .mapToObj(
            i ->
                Fixtures.sample(
                    domain,
                    domain + ".jsonl",
                    i + 1,
                    String.join("x" + i / 2 + " ", "abcdefghijklm".split(""))
                        + (i % 2 == 0 ? "" : " more")))
        .toList();
  }

  private static List<CorpusBatch> cut(List<Sample> rows) {
    BatchCutter cutter = new BatchCutter();
    List<CorpusBatch> batches = new ArrayList<>();
    rows.forEach(row -> cutter.add(row).ifPresent(batches::add));
    cutter.finish().ifPresent(batches::add);
    return batches;
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
