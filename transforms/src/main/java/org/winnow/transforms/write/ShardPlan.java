package org.winnow.transforms.write;

import java.io.Serializable;

/**
 * How many files a dataset is cut into.
 *
 * @param maxRows rows of a file at most, from 1
 * @param maxBytes text of a file at most, in bytes of UTF-8, on average over the files, from 1;
 *     this bounds the memory of a writer, which sorts one file's rows
 */
public record ShardPlan(long maxRows, long maxBytes) implements Serializable {
  public ShardPlan {
    if (maxRows < 1 || maxBytes < 1) {
      throw new IllegalArgumentException(
          "a shard needs at least one row and one byte, got "
              + maxRows
              + " rows and "
              + maxBytes
              + " bytes");
    }
  }

  /** Number of files for a dataset: none for no rows, and never more than there are rows. */
  int shards(long rows, long bytes) {
    long byRows = ceilDivide(rows, maxRows);
    long byBytes = Math.min(rows, ceilDivide(bytes, maxBytes));
    return Math.toIntExact(Math.max(byRows, byBytes));
  }

  /** The last rank, from 1, of each of {@code shards} nearly equal files. */
  static long[] lastRanks(long rows, int shards) {
    long[] ranks = new long[shards];
    for (int shard = 0; shard < shards; shard++) {
      ranks[shard] = rows / shards * (shard + 1L) + rows % shards * (shard + 1L) / shards;
    }
    return ranks;
  }

  /** The name that trainers and {@code datasets} expect of a split's file. */
  public static String fileName(String split, int shard, int shards, String suffix) {
    return split + "-" + fiveDigits(shard) + "-of-" + fiveDigits(shards) + suffix;
  }

  private static String fiveDigits(int number) {
    String digits = Integer.toString(number);
    return "0".repeat(Math.max(0, 5 - digits.length())) + digits;
  }

  private static long ceilDivide(long value, long divisor) {
    return (value + divisor - 1) / divisor;
  }
}
