package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignatureStoreTest {
  private static final NearDupForm FORM =
      new NearDupForm(ComparedPart.SAMPLE, new Ngram(Ngram.Unit.WORDS, 5), new Banding(14, 8));

  @Test
  void givesBackEveryBit(@TempDir Path folder) throws IOException {
    SignatureStore store = new SignatureStore(folder.resolve("new/store"));
    long[] bands = {Long.MIN_VALUE, -1, 0, 1, 0x0123456789ABCDEFL};
    String key = SignatureStore.key("content", FORM.fingerprint());

    assertTrue(store.get(key).isEmpty());
    store.put(key, bands);

    assertArrayEquals(bands, store.get(key).orElseThrow());
  }

  @Test
  void aDamagedEntryCountsAsMissing(@TempDir Path folder) throws IOException {
    SignatureStore store = new SignatureStore(folder);
    String key = SignatureStore.key("content", FORM.fingerprint());
    store.put(key, new long[] {1, 2, 3});
    Path file;
    try (Stream<Path> files = Files.walk(folder)) {
      file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(file);
    for (int length : new int[] {0, 31, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertTrue(store.get(key).isEmpty(), length + " bytes");
    }
    whole[40] ^= 1;
    Files.write(file, whole);

    assertTrue(store.get(key).isEmpty());
  }

  @Test
  void aKeyDependsOnContentAndEverythingThatChangesSignatures() {
    Set<String> keys =
        Stream.of(
                FORM,
                new NearDupForm(ComparedPart.PROMPT, FORM.ngram(), FORM.banding()),
                new NearDupForm(FORM.part(), new Ngram(Ngram.Unit.CHARS, 5), FORM.banding()),
                new NearDupForm(FORM.part(), new Ngram(Ngram.Unit.WORDS, 6), FORM.banding()),
                new NearDupForm(FORM.part(), FORM.ngram(), new Banding(13, 8)),
                new NearDupForm(FORM.part(), FORM.ngram(), new Banding(14, 9)))
            .map(form -> SignatureStore.key("content", form.fingerprint()))
            .collect(Collectors.toSet());

    assertEquals(6, keys.size());
    assertTrue(keys.add(SignatureStore.key("other", FORM.fingerprint())));
  }
}
