package org.winnow.transforms.write;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
  /** Codes rows that go the same way, because single elements are dear. */
  static final Coder<List<OrderedRow>> LIST_CODER =
      DataCoder.of("ordered rows", OrderedRow::write, OrderedRow::read);

  /** Bytes at which a list of rows is full; see {@link #cut}. */
  private static final int FULL = 1 << 16;

  /**
   * Rows in lists of some 64 KB: what one bundle brings for one file is one record for a runner
   * that sorts by file, and must fit into its buffer.
   */
  static List<List<OrderedRow>> cut(List<OrderedRow> rows) {
    List<List<OrderedRow>> lists = new ArrayList<>();
    int from = 0;
    long bytes = 0;
    for (int row = 0; row < rows.size(); row++) {
      bytes += rows.get(row).content.length;
      if (bytes >= FULL || row == rows.size() - 1) {
        lists.add(List.copyOf(rows.subList(from, row + 1)));
        from = row + 1;
        bytes = 0;
      }
    }
    return lists;
  }

  private static void write(List<OrderedRow> rows, DataOutput out) throws IOException {
    out.writeInt(rows.size());
    for (OrderedRow row : rows) {
      out.writeLong(row.place.high());
      out.writeLong(row.place.low());
      out.writeLong(row.place.tie());
      out.writeInt(row.content.length);
      out.write(row.content);
    }
  }

  private static List<OrderedRow> read(DataInput in) throws IOException {
    int size = in.readInt();
    List<OrderedRow> rows = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      RankKey place = new RankKey(in.readLong(), in.readLong(), in.readLong());
      byte[] content = new byte[in.readInt()];
      in.readFully(content);
      rows.add(new OrderedRow(place, content));
    }
    return rows;
  }
}
