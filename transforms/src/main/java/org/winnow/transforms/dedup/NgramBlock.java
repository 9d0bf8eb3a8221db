package org.winnow.transforms.dedup;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * What some rows of one batch are compared by: 4 bytes for each different n-gram.
 *
 * @param batch 64-bit name of the batch
 * @param positions int[n], positions of the rows in the batch
 * @param bands long[n][bands], band hashes of each row
 * @param ngrams int[n][], hashes of the n-grams of each row, ascending, each once
 */
@SuppressWarnings("ArrayRecordComponent")
record NgramBlock(long batch, int[] positions, long[][] bands, int[][] ngrams) {
  static final Coder<NgramBlock> CODER =
      DataCoder.of("n-gram block", NgramBlock::write, NgramBlock::read);

  /** Hands the rows over. */
  void addTo(SimilarRows rows) {
    for (int i = 0; i < positions.length; i++) {
      rows.add(batch, positions[i], bands[i], ngrams[i]);
    }
  }

  private static void write(NgramBlock block, DataOutput out) throws IOException {
    out.writeLong(block.batch);
    DataCoder.writeInts(block.positions, out);
    for (int i = 0; i < block.positions.length; i++) {
      DataCoder.writeLongs(block.bands[i], out);
      DataCoder.writeInts(block.ngrams[i], out);
    }
  }

  private static NgramBlock read(DataInput in) throws IOException {
    long batch = in.readLong();
    int[] positions = DataCoder.readInts(in);
    long[][] bands = new long[positions.length][];
    int[][] ngrams = new int[positions.length][];
    for (int i = 0; i < positions.length; i++) {
      bands[i] = DataCoder.readLongs(in);
      ngrams[i] = DataCoder.readInts(in);
    }
    return new NgramBlock(batch, positions, bands, ngrams);
  }
}
