package org.winnow.transforms.dedup;

import java.util.Arrays;

/**
 * Rows that belong together, as a union-find over pairs of batch and position.
 *
 * <p>Which rows come to belong together does not depend on the order of the calls. Memory is about
 * 40 bytes for each row that was ever joined to another; other rows are not known here.
 */
final class RowClusters {
  private static final int FIRST_CAPACITY = 1 << 10;
  private static final int EMPTY = -1;

  private long[] batches = new long[FIRST_CAPACITY];
  private int[] positions = new int[FIRST_CAPACITY];
  private int[] parents = new int[FIRST_CAPACITY];
  private int[] sizes = new int[FIRST_CAPACITY];
  private int count;

  /** Numbers of rows by a hash of the row, with linear probing; at most half full. */
  private int[] slots = new int[2 * FIRST_CAPACITY];

  RowClusters() {
    Arrays.fill(slots, EMPTY);
  }

  /** Says that two rows belong together; a row is told by its batch and its position there. */
  void join(long firstBatch, int firstPosition, long secondBatch, int secondPosition) {
    int first = root(number(firstBatch, firstPosition));
    int second = root(number(secondBatch, secondPosition));
    if (first == second) {
      return;
    }
    boolean firstIsLarger = sizes[first] >= sizes[second];
    int above = firstIsLarger ? first : second;
    int below = firstIsLarger ? second : first;
    parents[below] = above;
    sizes[above] += sizes[below];
  }

  /** How many rows are known; they are numbered from 0. */
  int rows() {
    return count;
  }

  /** The batch of a known row. */
  long batch(int row) {
    return batches[row];
  }

  /** The position of a known row in its batch. */
  int position(int row) {
    return positions[row];
  }

  /** One row of the cluster that a known row is in, the same for all of its rows. */
  int root(int row) {
    int at = row;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  /**
   * The smallest row of the cluster of each known row, by batch and then position; it names the
   * cluster, whatever the order of the calls was.
   *
   * @return int[rows], numbers of rows
   */
  int[] smallest() {
    int[] ofRoot = new int[count];
    Arrays.fill(ofRoot, EMPTY);
    for (int row = 0; row < count; row++) {
      int root = root(row);
      if (ofRoot[root] == EMPTY || compare(row, ofRoot[root]) < 0) {
        ofRoot[root] = row;
      }
    }
    int[] smallest = new int[count];
    for (int row = 0; row < count; row++) {
      smallest[row] = ofRoot[root(row)];
    }
    return smallest;
  }

  private int compare(int row, int other) {
    int byBatch = Long.compare(batches[row], batches[other]);
    return byBatch != 0 ? byBatch : Integer.compare(positions[row], positions[other]);
  }

  private int number(long batch, int position) {
    int slot = slot(batch, position);
    if (slots[slot] != EMPTY) {
      return slots[slot];
    }
    if (2 * (count + 1) > slots.length) {
      grow();
      slot = slot(batch, position);
    }
    batches[count] = batch;
    positions[count] = position;
    parents[count] = count;
    sizes[count] = 1;
    slots[slot] = count;
    return count++;
  }

  /** Where the row is, or where it would go. */
  private int slot(long batch, int position) {
    int mask = slots.length - 1;
    int slot = (int) Shingles.mix(batch + position) & mask;
    while (slots[slot] != EMPTY
        && (batches[slots[slot]] != batch || positions[slots[slot]] != position)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int capacity = Math.multiplyExact(2, batches.length);
    batches = Arrays.copyOf(batches, capacity);
    positions = Arrays.copyOf(positions, capacity);
    parents = Arrays.copyOf(parents, capacity);
    sizes = Arrays.copyOf(sizes, capacity);
    slots = new int[Math.multiplyExact(2, capacity)];
    Arrays.fill(slots, EMPTY);
    for (int row = 0; row < count; row++) {
      slots[slot(batches[row], positions[row])] = row;
    }
  }
}
