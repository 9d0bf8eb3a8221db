package org.winnow.transforms.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ShardPlanTest {
  @Test
  void cutsByRowsOrByCharactersWhicheverNeedsMore() {
    ShardPlan plan = new ShardPlan(10, 100);

    assertEquals(1, plan.shards(10, 100));
    assertEquals(2, plan.shards(11, 100));
    assertEquals(2, plan.shards(10, 101));
    assertEquals(3, plan.shards(25, 201));
  }

  @Test
  void neverCutsIntoMoreFilesThanThereAreRows() {
    assertEquals(3, new ShardPlan(10, 1).shards(3, 1_000_000));
    assertEquals(0, new ShardPlan(10, 1).shards(0, 0));
  }

  @Test
  void numbersFilesAsDatasetsExpects() {
    assertEquals("train-00000-of-00002.parquet", ShardPlan.fileName("train", 0, 2, ".parquet"));
    assertEquals(
        "train-00011-of-00012.jsonl.zst", ShardPlan.fileName("train", 11, 12, ".jsonl.zst"));
  }

  @Test
  void endsFilesAtRanksThatAreHandComputed() {
    assertArrayEquals(new long[] {3, 6, 10}, ShardPlan.lastRanks(10, 3));
    assertArrayEquals(new long[] {5}, ShardPlan.lastRanks(5, 1));
    assertArrayEquals(new long[] {}, ShardPlan.lastRanks(0, 0));
  }

  @Test
  void refusesAShardOfNothing() {
    assertThrows(IllegalArgumentException.class, () -> new ShardPlan(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new ShardPlan(1, 0));
  }

  @Property(tries = 500)
  void filesAreNearlyEqualAndNeverTooLong(
      @ForAll @LongRange(min = 1, max = 100_000) long rows,
      @ForAll @LongRange(min = 1, max = 5_000) long maxRows,
      @ForAll @LongRange(max = 10_000_000) long characters) {
    int shards = new ShardPlan(Math.max(maxRows, rows / 500 + 1), 20_000).shards(rows, characters);

    long[] last = ShardPlan.lastRanks(rows, shards);

    assertEquals(rows, last[shards - 1]);
    long least = Long.MAX_VALUE;
    long most = 0;
    for (int shard = 0; shard < shards; shard++) {
      long size = last[shard] - (shard == 0 ? 0 : last[shard - 1]);
      least = Math.min(least, size);
      most = Math.max(most, size);
    }
    assertTrue(least >= 1 && most - least <= 1, least + " to " + most);
    assertTrue(most <= Math.max(maxRows, rows / 500 + 1), "most " + most);
  }
}
