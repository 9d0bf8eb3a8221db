package org.winnow.transforms.dedup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SimilarRowsTest {
  private static final int BANDS = 3;

  /** Sets of numbers with bands made by hand. */
  private record Row(int number, long[] bands, int... ngrams) {
    @Override
    public String toString() {
      return "row " + number;
    }
  }

  @Test
  void aSimilarityThatIsJustReachedJoins() {
    Row one = new Row(0, new long[] {1, 2, 3}, IntStream.range(0, 8).toArray());
    Row other = new Row(1, new long[] {1, 4, 5}, IntStream.range(1, 10).toArray());

    // 7 shared of 10
    assertEquals(Set.of(Set.of(0, 1)), clusters(.7, List.of(one, other)));
    assertEquals(Set.of(), clusters(Math.nextUp(.7), List.of(one, other)));
  }

  @Test
  void rowsWithoutASharedBandAreNotCompared() {
    Row one = new Row(0, new long[] {1, 2, 3}, 1, 2, 3, 4);
    Row other = new Row(1, new long[] {4, 5, 6}, 1, 2, 3, 4, 5);
    SimilarRows rows = rows(.1, List.of(one, other));

    assertEquals(0, rows.clusters().rows());
    assertEquals(0, rows.comparisons());
  }

  @Test
  void aRowInTheMiddleJoinsTwoThatAreUnlike() {
    long[] bands = {1, 2, 3};
    List<Row> rows =
        List.of(
            new Row(0, bands, 1, 2, 3, 4),
            new Row(1, bands, 1, 2, 3, 4, 5, 6),
            new Row(2, bands, 3, 4, 5, 6),
            new Row(3, bands, 7, 8));

    assertEquals(Set.of(Set.of(0, 1, 2)), clusters(.6, rows));
  }

  @Test
  void equalRowsAreJoinedWithoutComparingThem() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      rows.add(new Row(i, new long[] {1, 2, 3}, 4, 5, 6));
    }
    SimilarRows similar = rows(1, rows);

    assertEquals(10_000, similar.clusters().rows());
    assertEquals(0, similar.comparisons());
  }

  /** Pairs that are alike hide in a crowd that shares one band with them; they share a second. */
  @Test
  void aCrowdedBandCostsABoundedNumberOfComparisonsAndHidesNoPair() {
    int pairs = 2_000;
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 2 * pairs; i++) {
      int pair = i / 2;
      int[] own = IntStream.range(0, 20).map(n -> n < 10 ? n : 1000 + 20 * pair + n).toArray();
      own[19] += i % 2;
      rows.add(new Row(i, new long[] {7, 100 + pair, 1_000_000 + i}, own));
    }
    Collections.shuffle(rows, new Random(1));
    SimilarRows similar = rows(.8, rows);

    Set<Set<Integer>> expected =
        IntStream.range(0, pairs)
            .mapToObj(pair -> Set.of(2 * pair, 2 * pair + 1))
            .collect(Collectors.toSet());
    assertEquals(expected, clusters(similar.clusters()));
    assertTrue(similar.comparisons() <= 2L * pairs * BANDS * SimilarRows.WINDOW);
  }

  @Test
  void theOrderOfTheRowsChangesNothing() {
    for (long seed = 1; seed <= 20; seed++) {
      Random random = new Random(seed);
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        int[] ngrams = random.ints(8, 0, 14).sorted().distinct().toArray();
        int hash = Arrays.hashCode(ngrams); // rows of equal n-grams have equal bands
        long[] bands = {1 + (hash & 1), 1 + (hash >>> 1 & 3), 1 + (hash >>> 3 & 1)};
        rows.add(new Row(i, bands, ngrams));
      }
      Set<Set<Integer>> clusters = clusters(.8, rows);
      Collections.shuffle(rows, random);

      assertEquals(clusters, clusters(.8, rows), "seed " + seed);
    }
  }

  private static Set<Set<Integer>> clusters(double least, List<Row> rows) {
    return clusters(rows(least, rows).clusters());
  }

  private static Set<Set<Integer>> clusters(RowClusters clusters) {
    return IntStream.range(0, clusters.rows())
        .boxed()
        .collect(
            Collectors.groupingBy(
                clusters::root,
                Collectors.mapping(clusters::position, Collectors.toCollection(TreeSet::new))))
        .values()
        .stream()
        .collect(Collectors.toSet());
  }

  private static SimilarRows rows(double least, List<Row> rows) {
    SimilarRows similar = new SimilarRows(least);
    rows.forEach(row -> similar.add(0, row.number(), row.bands(), row.ngrams()));
    return similar;
  }
}
