package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RowClustersTest {
  /** Two rows; a row is in the batch that its number modulo 3 names. */
  private record Pair(int first, int second) {}

  @Property(tries = 200)
  void findsTheComponentsOfAGraphWhateverTheOrder(
      @ForAll @Size(max = 60) List<@IntRange(max = 1599) Integer> drawn, @ForAll long seed) {
    List<Pair> pairs = drawn.stream().map(i -> new Pair(i / 40, i % 40)).toList();

    RowClusters clusters = new RowClusters();
    pairs.forEach(pair -> join(clusters, pair));
    RowClusters shuffled = new RowClusters();
    shuffledPairs(pairs, seed).forEach(pair -> join(shuffled, pair));

    assertEquals(byRepeatedMinimum(pairs), names(clusters));
    assertEquals(names(clusters), names(shuffled));
  }

  @Property(tries = 100)
  void linksThatTravelSayTheSame(
      @ForAll @Size(max = 60) List<@IntRange(max = 1599) Integer> drawn) {
    RowClusters clusters = new RowClusters();
    drawn.forEach(i -> join(clusters, new Pair(i / 40, i % 40)));

    List<LinkBlock> links = new ArrayList<>();
    LinkBlock.emit(clusters, links::add);
    RowClusters again = new RowClusters();
    links.forEach(block -> block.addTo(again));

    Map<String, String> expected = names(clusters);
    Map<String, String> loops = new TreeMap<>(expected);
    loops.keySet().removeAll(names(again).keySet());
    loops.forEach((row, name) -> assertEquals(row, name)); // rows that were joined to themselves
    expected.keySet().removeAll(loops.keySet());
    assertEquals(expected, names(again));
  }

  @Test
  void growsPastItsFirstCapacity() {
    RowClusters clusters = new RowClusters();
    int rows = 100_000;
    for (int row = 1; row < rows; row++) {
      clusters.join(7, row - 1, 7, row);
    }

    assertEquals(rows, clusters.rows());
    for (int row : clusters.smallest()) {
      assertEquals(0, clusters.position(row));
    }
  }

  @Test
  void aLargeBucketIsAStarInBlocksOfABoundedSize() {
    BandTable table = new BandTable();
    int rows = 100_000;
    for (int row = 0; row < rows; row++) {
      table.add(42, row / 1000, row % 1000);
      table.add(1000 + row, row / 1000, row % 1000); // met by no other
    }

    List<LinkBlock> links = new ArrayList<>();
    LinkBlock.emit(table.clusters(), links::add);

    assertEquals(rows - 1, links.stream().mapToInt(b -> b.batches().length / 2).sum());
    assertTrue(links.stream().allMatch(b -> b.batches().length <= 1 << 16));
    assertEquals(1, names(table.clusters()).values().stream().distinct().count());
  }

  private static void join(RowClusters clusters, Pair pair) {
    clusters.join(pair.first % 3, pair.first, pair.second % 3, pair.second);
  }

  private static List<Pair> shuffledPairs(List<Pair> pairs, long seed) {
    List<Pair> copy = new ArrayList<>(pairs);
    Collections.shuffle(copy, new Random(seed));
    return copy;
  }

  /** The name of each row's cluster, by the name of the row. */
  private static Map<String, String> names(RowClusters clusters) {
    Map<String, String> names = new TreeMap<>();
    int[] smallest = clusters.smallest();
    for (int row = 0; row < clusters.rows(); row++) {
      names.put(name(clusters, row), name(clusters, smallest[row]));
    }
    return names;
  }

  private static String name(RowClusters clusters, int row) {
    return clusters.batch(row) + ":" + clusters.position(row);
  }

  /** The slow obvious twin: the smaller name wins over every pair until nothing changes. */
  private static Map<String, String> byRepeatedMinimum(List<Pair> pairs) {
    Map<Integer, Integer> least = new TreeMap<>();
    pairs.forEach(pair -> List.of(pair.first, pair.second).forEach(row -> least.put(row, row)));
    boolean changed = true;
    while (changed) {
      changed = false;
      for (Pair pair : pairs) {
        int first = least.getOrDefault(pair.first, 0);
        int second = least.getOrDefault(pair.second, 0);
        int smaller = isBefore(first, second) ? first : second;
        changed |= first != second;
        least.put(pair.first, smaller);
        least.put(pair.second, smaller);
      }
    }
    Map<String, String> names = new TreeMap<>();
    least.forEach((row, to) -> names.put(row % 3 + ":" + row, to % 3 + ":" + to));
    return names;
  }

  private static boolean isBefore(int row, int other) {
    return row % 3 != other % 3 ? row % 3 < other % 3 : row < other;
  }
}
