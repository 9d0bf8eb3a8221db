package org.winnow.transforms.dedup;

/**
 * Finds rows that share a band: remembers the first row of each band hash and joins every later row
 * of that hash to it, so a bucket of n rows costs n steps.
 *
 * <p>Memory is about 40 bytes for each distinct hash.
 */
final class BandTable {
  private static final int FIRST_CAPACITY = 1 << 12;

  private final RowClusters clusters = new RowClusters();
  private long[] hashes = new long[FIRST_CAPACITY];
  private long[] batches = new long[FIRST_CAPACITY];
  private int[] positions = new int[FIRST_CAPACITY];
  private int count;

  /**
   * Takes one band of one row.
   *
   * @param hash any number but {@link MinHash#NONE}
   */
  void add(long hash, long batch, int position) {
    int slot = slot(hash);
    if (hashes[slot] == hash) {
      clusters.join(batches[slot], positions[slot], batch, position);
      return;
    }
    hashes[slot] = hash;
    batches[slot] = batch;
    positions[slot] = position;
    count++;
    if (2 * count > hashes.length) {
      grow();
    }
  }

  /** Rows that share a band, and rows that are joined by such rows. */
  RowClusters clusters() {
    return clusters;
  }

  /** Where the hash is, or where it would go. */
  private int slot(long hash) {
    int mask = hashes.length - 1;
    int slot = (int) (hash >>> Integer.SIZE) & mask;
    while (hashes[slot] != MinHash.NONE && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldBatches = batches;
    int[] oldPositions = positions;
    int capacity = Math.multiplyExact(2, hashes.length);
    hashes = new long[capacity];
    batches = new long[capacity];
    positions = new int[capacity];
    for (int old = 0; old < oldHashes.length; old++) {
      if (oldHashes[old] != MinHash.NONE) {
        int slot = slot(oldHashes[old]);
        hashes[slot] = oldHashes[old];
        batches[slot] = oldBatches[old];
        positions[slot] = oldPositions[old];
      }
    }
  }
}
