package org.winnow.transforms.dedup;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Digests;
import org.winnow.schemas.Locations;
import org.winnow.transforms.BatchKey;
import org.winnow.transforms.BusyTime;
import org.winnow.transforms.RunBoard;

/**
 * Hashes the bands of each batch's signatures, or takes the hashes from the store, and hands them
 * out by their value.
 */
final class HashBands extends DoFn<CorpusBatch, KV<Long, BandBlock>> {
  /** Band hashes in one block at most, see {@link PlaceBlock#MAX_PLACES}. */
  private static final int MAX_HASHES = 1 << 12;

  private final String step;
  private final NearDupForm form;
  private final String storeDirectory;
  private final long parts;
  private transient SignatureStore store;

  HashBands(String step, NearDupForm form, String storeDirectory, long parts) {
    this.step = step;
    this.form = form;
    this.storeDirectory = storeDirectory;
    this.parts = parts;
  }

  /** A 64-bit name for a batch: short, and as good as unique among some 100 million. */
  static long shortName(String batchKey) {
    byte[] utf8 = batchKey.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.wrap(Digests.sha256().digest(utf8)).getLong();
  }

  @Setup
  public void setup() {
    store = new SignatureStore(step, form, Locations.path(storeDirectory));
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
    Optional<long[]> known = store.get(batch);
    if (known.isPresent()) {
      RunBoard.add(step, RunBoard.Count.SIGNATURES_FROM_STORE, batch.rows());
      return known.get();
    }
    long[] bands = form.signatures(batch.samples());
    RunBoard.add(step, RunBoard.Count.SIGNATURES_COMPUTED, batch.rows());
    store.put(batch, bands);
    return bands;
  }

  private void emit(long batch, long[] bands, Consumer<KV<Long, BandBlock>> out) {
    long[] hashes = new long[Math.min(MAX_HASHES, bands.length)];
    int[] positions = new int[hashes.length];
    for (long part = 0; part < parts; part++) {
      int size = 0;
      for (int i = 0; i < bands.length; i++) {
        if (bands[i] != MinHash.NONE && Long.remainderUnsigned(bands[i], parts) == part) {
          hashes[size] = bands[i];
          positions[size++] = i / form.banding().bands();
        }
        boolean isLast = i == bands.length - 1;
        if (size == MAX_HASHES || (isLast && size > 0)) {
          out.accept(
              KV.of(
                  part,
                  new BandBlock(
                      batch, Arrays.copyOf(hashes, size), Arrays.copyOf(positions, size))));
          size = 0;
        }
      }
    }
  }
}
