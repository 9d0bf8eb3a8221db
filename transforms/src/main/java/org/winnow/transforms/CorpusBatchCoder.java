package org.winnow.transforms;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.winnow.schemas.CorpusBatch;

/**
 * Codes a batch as its number of rows and its Arrow bytes; deterministic and consistent with
 * equals.
 */
public final class CorpusBatchCoder extends AtomicCoder<CorpusBatch> {
  private static final CorpusBatchCoder INSTANCE = new CorpusBatchCoder();
  private static final VarIntCoder ROWS = VarIntCoder.of();
  private static final ByteArrayCoder BYTES = ByteArrayCoder.of();

  private CorpusBatchCoder() {}

  /** The coder. */
  public static CorpusBatchCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(CorpusBatch batch, OutputStream out) throws IOException {
    ROWS.encode(batch.rows(), out);
    BYTES.encode(batch.bytes(), out);
  }

  @Override
  public CorpusBatch decode(InputStream in) throws IOException {
    return CorpusBatch.ofBytes(ROWS.decode(in), BYTES.decode(in));
  }

  @Override
  public boolean consistentWithEquals() {
    return true;
  }

  @Override
  public boolean isRegisterByteSizeObserverCheap(CorpusBatch batch) {
    return true;
  }

  @Override
  protected long getEncodedElementByteSize(CorpusBatch batch) {
    return batch.bytes().length + 2L * Integer.BYTES;
  }
}
