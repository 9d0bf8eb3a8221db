package org.winnow.transforms.dedup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Digests;
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.BusyTime;
import org.winnow.transforms.RunBoard;

/**
 * Hashes the bands of each batch's signatures, or takes the hashes from the store, and hands them
 * out by their value.
 */
final class HashBands extends DoFn<CorpusBatch, KV<Long, BandBlock>> {
  private final String step;
  private final NearDupForm form;
  private final String formFingerprint;
  private final String storeDirectory;
  private final long parts;

  HashBands(String step, NearDupForm form, String storeDirectory, long parts) {
    this.step = step;
    this.form = form;
    this.formFingerprint = form.fingerprint();
    this.storeDirectory = storeDirectory;
    this.parts = parts;
  }

  /** A 64-bit name for a batch: short, and as good as unique among some 100 million. */
  static long shortName(String batchKey) {
    byte[] utf8 = batchKey.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(Digests.sha256().digest(utf8)).getLong();
  }

  @ProcessElement
  public void process(@Element CorpusBatch batch, OutputReceiver<KV<Long, BandBlock>> out)
      throws IOException {
    try (BusyTime busy = BusyTime.start(step)) {
      emit(shortName(BatchKey.of(batch)), bands(batch), busy.outside(out::output));
    }
    RunBoard.add(step, RunBoard.Count.ROWS, batch.rows());
  }

  private long[] bands(CorpusBatch batch) throws IOException {
    SignatureStore store = new SignatureStore(Path.of(storeDirectory));
    String key = SignatureStore.key(batch.contentHash(), formFingerprint);
    Optional<long[]> known = store.get(key);
    if (known.isPresent()) {
      RunBoard.add(step, RunBoard.Count.ROWS_FROM_STORE, batch.rows());
      return known.get();
    }
    long[] bands = form.signatures(batch.samples());
    RunBoard.tell(RunBoard.Count.ROWS_HASHED, batch.rows());
    store.put(key, bands);
    return bands;
  }

  private void emit(long batch, long[] bands, Consumer<KV<Long, BandBlock>> out) {
    long[] hashes = new long[bands.length];
    int[] positions = new int[bands.length];
    for (long part = 0; part < parts; part++) {
      int size = 0;
      for (int i = 0; i < bands.length; i++) {
        if (bands[i] != MinHash.NONE && Long.remainderUnsigned(bands[i], parts) == part) {
          hashes[size] = bands[i];
          positions[size++] = i / form.banding().bands();
        }
      }
      if (size > 0) {
        out.accept(
            KV.of(
                part,
                new BandBlock(batch, Arrays.copyOf(hashes, size), Arrays.copyOf(positions, size))));
      }
    }
  }
}
