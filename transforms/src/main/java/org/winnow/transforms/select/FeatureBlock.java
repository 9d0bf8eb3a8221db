package org.winnow.transforms.select;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;
import org.winnow.transforms.rank.RankKey;

/**
 * Feature vectors of some rows of a batch, on their way to a step that compares rows with each
 * other.
 *
 * @param batch name of the batch
 * @param rows in the order of the batch
 */
record FeatureBlock(String batch, List<Row> rows) {
  static final Coder<FeatureBlock> CODER =
      DataCoder.of("feature block", FeatureBlock::write, FeatureBlock::read);

  /**
   * One row.
   *
   * @param position in the batch, from 0
   * @param key in which order rows are looked at; no two rows have the same
   * @param id of the sample
   * @param vector float[features]
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Row(int position, RankKey key, String id, float[] vector) {}

  private static void write(FeatureBlock block, DataOutput out) throws IOException {
    DataCoder.writeText(block.batch, out);
    out.writeInt(block.rows.size());
    for (Row row : block.rows) {
      out.writeInt(row.position);
      out.writeLong(row.key.high());
      out.writeLong(row.key.low());
      out.writeLong(row.key.tie());
      DataCoder.writeText(row.id, out);
      out.writeInt(row.vector.length);
      for (float value : row.vector) {
        out.writeFloat(value);
      }
    }
  }

  private static FeatureBlock read(DataInput in) throws IOException {
    FeatureBlock block = new FeatureBlock(DataCoder.readText(in), new ArrayList<>());
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      int position = in.readInt();
      RankKey key = new RankKey(in.readLong(), in.readLong(), in.readLong());
      String id = DataCoder.readText(in);
      float[] vector = new float[in.readInt()];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = in.readFloat();
      }
      block.rows.add(new Row(position, key, id, vector));
    }
    return block;
  }
}
