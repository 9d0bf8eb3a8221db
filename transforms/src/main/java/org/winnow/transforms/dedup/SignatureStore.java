package org.winnow.transforms.dedup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.winnow.schemas.Digests;
import org.winnow.schemas.StoreEntry;

/**
 * Remembers the band hashes of batches, so that a later run computes those of new batches only.
 *
 * <p>An entry's name is a hash of the batch's content and of the form of the signatures. Entries
 * are whole or not there; a damaged one counts as missing. Several processes may share a store.
 */
final class SignatureStore {
  private final Path directory;

  /** A store in {@code directory}, which is created when the first entry is written. */
  SignatureStore(Path directory) {
    this.directory = directory;
  }

  /**
   * The name of an entry.
   *
   * @param contentHash hash of the batch's rows, in order
   * @param formFingerprint see {@link NearDupForm#fingerprint}
   */
  static String key(String contentHash, String formFingerprint) {
    return Digests.hex((contentHash + "\n" + formFingerprint).getBytes(StandardCharsets.US_ASCII));
  }

  /** The band hashes under {@code key}, or empty if there are none or the entry is damaged. */
  Optional<long[]> get(String key) throws IOException {
    return StoreEntry.read(file(key))
        .map(
            body -> {
              long[] bands = new long[body.length / Long.BYTES];
              ByteBuffer.wrap(body).asLongBuffer().get(bands);
              return bands;
            });
  }

  /** Stores band hashes; the last of several writers wins, and all of them write the same. */
  void put(String key, long[] bands) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(Math.multiplyExact(bands.length, Long.BYTES));
    body.asLongBuffer().put(bands);
    StoreEntry.write(file(key), body.array());
  }

  private Path file(String key) {
    return directory.resolve(key.substring(0, 2)).resolve(key + ".bands");
  }
}
