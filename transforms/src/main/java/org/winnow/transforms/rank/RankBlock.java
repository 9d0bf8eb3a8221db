package org.winnow.transforms.rank;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.winnow.transforms.DataCoder;

/**
 * The sort keys of the rows of one batch, and nothing else of them.
 *
 * @param groups names of the groups that occur in the batch; ranks are counted within a group
 * @param groupOf int[rows], index into {@code groups}
 * @param high long[rows], most significant part of the key, compared as unsigned
 * @param low long[rows], decides between rows of equal {@code high}, compared as unsigned
 * @param tie long[rows], decides between rows of equal {@code high} and {@code low}, unsigned
 * @param weight long[rows], ranks that the row takes up, from 0; empty if every row takes up one
 */
@SuppressWarnings("ArrayRecordComponent")
public record RankBlock(
    List<String> groups, int[] groupOf, long[] high, long[] low, long[] tie, long[] weight) {
  /** Writes and reads blocks. */
  public static final Coder<RankBlock> CODER =
      DataCoder.of("rank block", RankBlock::write, RankBlock::read);

  /** Keys of rows that take up one rank each. */
  public RankBlock(List<String> groups, int[] groupOf, long[] high, long[] low, long[] tie) {
    this(groups, groupOf, high, low, tie, new long[0]);
  }

  /** Number of rows. */
  public int rows() {
    return groupOf.length;
  }

  /** The key of a row. */
  public RankKey key(int row) {
    return new RankKey(high[row], low[row], tie[row]);
  }

  /**
   * The same keys; each row takes up so many ranks.
   *
   * @param ranks long[rows], each from 0
   */
  public RankBlock withWeights(long[] ranks) {
    return new RankBlock(groups, groupOf, high, low, tie, ranks);
  }

  /** Ranks that a row takes up. */
  long weight(int row) {
    return weight.length == 0 ? 1 : weight[row];
  }

  /** The group of a row. */
  public String group(int row) {
    return groups.get(groupOf[row]);
  }

  /**
   * A double as 64 bits whose unsigned order is the numeric order.
   *
   * @param value any number but NaN
   */
  public static long ascending(double value) {
    long bits = Double.doubleToLongBits(value + 0.0); // + 0.0 makes -0.0 equal to 0.0
    return bits < 0 ? ~bits : bits | Long.MIN_VALUE;
  }

  /** A double as 64 bits whose unsigned order is the reversed numeric order. */
  public static long descending(double value) {
    return ~ascending(value);
  }

  /** The number that {@link #ascending} made these bits of. */
  public static double fromAscending(long bits) {
    return Double.longBitsToDouble(bits < 0 ? bits & Long.MAX_VALUE : ~bits);
  }

  private static void write(RankBlock block, DataOutput out) throws IOException {
    out.writeInt(block.groups.size());
    for (String group : block.groups) {
      DataCoder.writeText(group, out);
    }
    out.writeInt(block.rows());
    for (int group : block.groupOf) {
      out.writeInt(group);
    }
    DataCoder.writeLongs(block.high, out);
    DataCoder.writeLongs(block.low, out);
    DataCoder.writeLongs(block.tie, out);
    DataCoder.writeLongs(block.weight, out);
  }

  private static RankBlock read(DataInput in) throws IOException {
    String[] groups = new String[in.readInt()];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = DataCoder.readText(in);
    }
    int[] groupOf = new int[in.readInt()];
    for (int i = 0; i < groupOf.length; i++) {
      groupOf[i] = in.readInt();
    }
    return new RankBlock(
        List.of(groups),
        groupOf,
        DataCoder.readLongs(in),
        DataCoder.readLongs(in),
        DataCoder.readLongs(in),
        DataCoder.readLongs(in));
  }
}
