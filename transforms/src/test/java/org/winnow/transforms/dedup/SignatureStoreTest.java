package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.winnow.schemas.CorpusBatch;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.RunBoard;

class SignatureStoreTest {
  private static final String STEP = "SignatureStoreTest";
  private static final NearDupForm FORM =
      new NearDupForm(ComparedPart.SAMPLE, new Ngram(Ngram.Unit.WORDS, 5), new Banding(5, 8));
  private static final CorpusBatch BATCH = CorpusBatch.of(Fixtures.rows("a", 2));

  private final Path folder;

  SignatureStoreTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void givesBackEveryBit() throws IOException {
    SignatureStore store = new SignatureStore(STEP, FORM, folder.resolve("new/store"));
    long[] bands = {Long.MIN_VALUE, -1, 0, 1, 0x0123456789ABCDEFL, 5, 6, 7, 8, Long.MAX_VALUE};

    assertTrue(store.get(BATCH).isEmpty());
    store.put(BATCH, bands);

    assertArrayEquals(bands, store.get(BATCH).orElseThrow());
  }

  @Test
  void aDamagedEntryCountsAsMissing() throws IOException {
    RunBoard.clear();
    SignatureStore store = new SignatureStore(STEP, FORM, folder);
    store.put(BATCH, new long[10]);
    Path file = onlyFile();
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 31, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertTrue(store.get(BATCH).isEmpty(), length + " bytes");
    }
    whole[40] ^= 1;
    Files.write(file, whole);
    assertTrue(store.get(BATCH).isEmpty());

    // Sound, but of another number of rows.
    store.put(BATCH, new long[15]);
    assertTrue(store.get(BATCH).isEmpty());

    assertEquals(5, RunBoard.read(STEP, RunBoard.Count.STORE_ENTRIES_DAMAGED));
  }

  @Test
  void anEntryIsForItsContentAndEverythingThatChangesSignatures() throws IOException {
    List<NearDupForm> forms =
        List.of(
            FORM,
            new NearDupForm(ComparedPart.PROMPT, FORM.ngram(), FORM.banding()),
            new NearDupForm(FORM.part(), new Ngram(Ngram.Unit.CHARS, 5), FORM.banding()),
            new NearDupForm(FORM.part(), new Ngram(Ngram.Unit.WORDS, 6), FORM.banding()),
            new NearDupForm(FORM.part(), FORM.ngram(), new Banding(4, 8)),
            new NearDupForm(FORM.part(), FORM.ngram(), new Banding(5, 9)));
    CorpusBatch other = CorpusBatch.of(Fixtures.rows("b", 2));

    for (NearDupForm form : forms) {
      SignatureStore store = new SignatureStore(STEP, form, folder);
      assertTrue(store.get(BATCH).isEmpty(), form.toString());
      long[] bands = LongStream.range(0, 2L * form.banding().bands()).toArray();
      store.put(BATCH, bands);
      assertArrayEquals(bands, store.get(BATCH).orElseThrow());
      assertTrue(store.get(other).isEmpty());
    }
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
  }
}
