package org.winnow.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyedStoreTest {
  private static final byte[] VALUE = "a value".getBytes(StandardCharsets.UTF_8);

  private final AtomicInteger damaged = new AtomicInteger();

  /** Stores that exist are read: SHA-256 of the value, then the value, in ab/abcd.suffix. */
  @Test
  void anEntryIsAChecksumAndAValueUnderItsKey(@TempDir Path folder) throws Exception {
    ByteArrayOutputStream entry = new ByteArrayOutputStream();
    entry.writeBytes(MessageDigest.getInstance("SHA-256").digest(VALUE));
    entry.writeBytes(VALUE);
    Files.createDirectory(folder.resolve("ab"));
    Files.write(folder.resolve("ab/abcd.x"), entry.toByteArray());
    KeyedStore store = store(folder);

    assertThat(store.contains("abcd")).isTrue();
    assertThat(store.get("abcd")).hasValue(VALUE);
    store.put("cdef", VALUE);

    assertThat(folder.resolve("cd/cdef.x")).hasBinaryContent(entry.toByteArray());
    assertThat(damaged).hasValue(0);
  }

  @Test
  void whatIsNotThereIsNoDamage(@TempDir Path folder) throws Exception {
    KeyedStore store = store(folder.resolve("absent"));

    assertThat(store.get("abcd")).isEmpty();
    assertThat(store.contains("abcd")).isFalse();
    assertThat(folder.resolve("absent")).doesNotExist();
    assertThat(damaged).hasValue(0);
  }

  @Test
  void everyDamagedEntryIsMissingAndToldOf(@TempDir Path folder) throws Exception {
    KeyedStore store = store(folder);
    store.put("abcd", VALUE);
    Path file = folder.resolve("ab/abcd.x");
    byte[] whole = Files.readAllBytes(file);

    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      Files.write(file, flipped);
      assertThat(store.get("abcd")).describedAs("byte %d flipped", at).isEmpty();
      Files.write(file, Arrays.copyOf(whole, at));
      assertThat(store.get("abcd")).describedAs("cut off behind %d bytes", at).isEmpty();
    }
    assertThat(damaged).hasValue(2 * whole.length);
    store.put("abcd", VALUE);

    assertThat(store.get("abcd")).hasValue(VALUE);
    assertThat(damaged).hasValue(2 * whole.length);
  }

  private KeyedStore store(Path folder) {
    return new KeyedStore(folder, ".x", damaged::incrementAndGet);
  }
}
