package org.winnow.transforms.dedup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Digests;
import org.winnow.schemas.KeyedStore;
import org.winnow.transforms.RunBoard;

/**
 * Remembers the band hashes of batches, so that a later run computes those of new batches only.
 *
 * <p>An entry's name is a hash of the batch's content and of the form of the signatures. Entries
 * are whole or not there; a damaged one counts as missing, and is counted on the {@link RunBoard}.
 * Several processes may share a store.
 */
final class SignatureStore {
  private final NearDupForm form;
  private final String formFingerprint;
  private final Runnable countDamage;
  private final KeyedStore entries;

  /**
   * A store.
   *
   * @param step the step that looks into it
   * @param form what the signatures are made of
   * @param directory where it is; created when the first entry is written
   */
  SignatureStore(String step, NearDupForm form, Path directory) {
    this.form = form;
    this.formFingerprint = form.fingerprint();
    this.countDamage = () -> RunBoard.add(step, RunBoard.Count.STORE_ENTRIES_DAMAGED, 1);
    this.entries = new KeyedStore(directory, ".bands", countDamage);
  }

  /**
   * The band hashes of a batch, long[rows * bands], or empty if they are not there or damaged.
   * Another number of them is damage too.
   */
  Optional<long[]> get(CorpusBatch batch) throws IOException {
    Optional<byte[]> body = entries.get(key(batch));
    if (body.isEmpty()) {
      return Optional.empty();
    }
    long[] bands = new long[batch.rows() * form.banding().bands()];
    if (body.get().length != (long) bands.length * Long.BYTES) {
      countDamage.run();
      return Optional.empty();
    }
    ByteBuffer.wrap(body.get()).asLongBuffer().get(bands);
    return Optional.of(bands);
  }

  /** Stores band hashes; the last of several writers wins, and all of them write the same. */
  void put(CorpusBatch batch, long[] bands) throws IOException {
    ByteBuffer body = ByteBuffer.allocate(Math.multiplyExact(bands.length, Long.BYTES));
    body.asLongBuffer().put(bands);
    entries.put(key(batch), body.array());
  }

  private String key(CorpusBatch batch) {
    String name = batch.contentHash() + "\n" + formFingerprint;
    return Digests.hex(name.getBytes(StandardCharsets.US_ASCII));
  }
}
