package org.winnow.transforms.select;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * A decision on its way back to a batch: a whole number for some of its rows.
 *
 * @param positions of the rows in the batch, from 0
 * @param numbers one for each of them
 */
record RowNumbers(List<Integer> positions, List<Long> numbers) {
  static final Coder<RowNumbers> CODER =
      DataCoder.of("row numbers", RowNumbers::write, RowNumbers::read);

  /** No rows yet. */
  static RowNumbers empty() {
    return new RowNumbers(new ArrayList<>(), new ArrayList<>());
  }

  /** Adds a row. */
  void add(int position, long number) {
    positions.add(position);
    numbers.add(number);
  }

  private static void write(RowNumbers block, DataOutput out) throws IOException {
    out.writeInt(block.positions.size());
    for (int i = 0; i < block.positions.size(); i++) {
      out.writeInt(block.positions.get(i));
      out.writeLong(block.numbers.get(i));
    }
  }

  private static RowNumbers read(DataInput in) throws IOException {
    RowNumbers block = empty();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      block.add(in.readInt(), in.readLong());
    }
    return block;
  }
}
