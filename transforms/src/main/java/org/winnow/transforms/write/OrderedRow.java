package org.winnow.transforms.write;

import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;
import org.winnow.transforms.rank.RankKey;

/**
 * A row on its way to its file.
 *
 * @param place order within the file
 * @param content the row, encoded
 */
@SuppressWarnings("ArrayRecordComponent")
record OrderedRow(RankKey place, byte[] content) {
  static final Coder<OrderedRow> CODER =
      DataCoder.of(
          "ordered row",
          (row, out) -> {
            out.writeLong(row.place.high());
            out.writeLong(row.place.low());
            out.writeLong(row.place.tie());
            out.writeInt(row.content.length);
            out.write(row.content);
          },
          in -> {
            RankKey place = new RankKey(in.readLong(), in.readLong(), in.readLong());
            byte[] content = new byte[in.readInt()];
            in.readFully(content);
            return new OrderedRow(place, content);
          });
}
