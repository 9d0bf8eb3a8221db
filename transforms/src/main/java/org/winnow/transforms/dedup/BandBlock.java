package org.winnow.transforms.dedup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * Some bands of the rows of one batch.
 *
 * @param batch 64-bit name of the batch
 * @param hashes long[n], band hashes
 * @param positions int[n], the position in the batch of the row that hash i belongs to
 */
@SuppressWarnings("ArrayRecordComponent")
record BandBlock(long batch, long[] hashes, int[] positions) {
  static final Coder<BandBlock> CODER =
      DataCoder.of("band block", BandBlock::write, BandBlock::read);

  /** Joins rows that share a band. */
  void addTo(BandTable table) {
    for (int i = 0; i < hashes.length; i++) {
      table.add(hashes[i], batch, positions[i]);
    }
  }

  private static void write(BandBlock block, DataOutput out) throws IOException {
    out.writeLong(block.batch);
    DataCoder.writeLongs(block.hashes, out);
    DataCoder.writeInts(block.positions, out);
  }

  private static BandBlock read(DataInput in) throws IOException {
    return new BandBlock(in.readLong(), DataCoder.readLongs(in), DataCoder.readInts(in));
  }
}
