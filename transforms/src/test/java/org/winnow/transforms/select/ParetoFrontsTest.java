package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ParetoFrontsTest {
  @Test
  void peelsFrontByFront() {
    double[][] rows = {{1, 4}, {3, 3}, {4, 1}, {1, 3}, {2, 2}, {1, 1}, {3, 3}};

    ParetoFronts fronts = ParetoFronts.of(rows, 7);

    assertArrayEquals(new int[] {1, 1, 1, 2, 2, 3, 1}, fronts.frontOf());
    assertEquals(4, fronts.behind());
  }

  @Test
  void frontsBehindTheLastNeededAreNotToldApart() {
    double[][] rows = {{5}, {4}, {3}, {2}};

    ParetoFronts fronts = ParetoFronts.of(rows, 2);

    assertArrayEquals(new int[] {1, 2, 3, 3}, fronts.frontOf());
    assertEquals(3, fronts.behind());
  }

  @Property(tries = 200)
  void agreesWithPeeling(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int criteria,
      @ForAll @IntRange(min = 1, max = 60) int size) {
    double[][] rows = rows(seed, criteria, size);

    int[] found = ParetoFronts.of(rows, size).frontOf();

    assertArrayEquals(peeled(rows), found);
  }

  /** Rows that are left out in advance change no front that is needed. */
  @Property(tries = 200)
  void candidatesOfPartsAreEnough(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 3) int criteria,
      @ForAll @IntRange(min = 1, max = 60) int wanted) {
    double[][] rows = rows(seed, criteria, 60);
    int[] parts = new Random(seed).ints(60, 0, 3).toArray();
    int[] whole = ParetoFronts.of(rows, wanted).frontOf();

    int[] candidates =
        IntStream.range(0, 60).filter(i -> isCandidate(rows, parts, i, wanted)).toArray();
    double[][] left = Arrays.stream(candidates).mapToObj(i -> rows[i]).toArray(double[][]::new);
    ParetoFronts found = ParetoFronts.of(left, wanted);

    int[] merged = new int[60];
    Arrays.fill(merged, found.behind());
    for (int i = 0; i < candidates.length; i++) {
      merged[candidates[i]] = found.frontOf()[i];
    }
    assertArrayEquals(whole, merged);
  }

  private static boolean isCandidate(double[][] rows, int[] parts, int row, int wanted) {
    int[] own = IntStream.range(0, rows.length).filter(i -> parts[i] == parts[row]).toArray();
    double[][] part = Arrays.stream(own).mapToObj(i -> rows[i]).toArray(double[][]::new);
    return ParetoFronts.isCandidate(part, Arrays.binarySearch(own, row), wanted);
  }

  /** Small whole numbers, so that many rows tie in one criterion or in all. */
  private static double[][] rows(long seed, int criteria, int size) {
    Random random = new Random(seed);
    double[][] rows = new double[size][criteria];
    for (double[] row : rows) {
      Arrays.setAll(row, i -> random.nextInt(6) == 0 ? -0.0 : random.nextInt(7));
    }
    return rows;
  }

  /** The textbook: take away all rows that no other row dominates, and begin again. */
  private static int[] peeled(double[][] rows) {
    int[] front = new int[rows.length];
    for (int number = 1; Arrays.stream(front).anyMatch(f -> f == 0); number++) {
      int now = number;
      for (int i = 0; i < rows.length; i++) {
        double[] row = rows[i];
        boolean dominated =
            IntStream.range(0, rows.length)
                .filter(j -> front[j] == 0 || front[j] == now)
                .anyMatch(j -> dominates(rows[j], row));
        if (front[i] == 0 && !dominated) {
          front[i] = now;
        }
      }
    }
    return front;
  }

  private static boolean dominates(double[] one, double[] other) {
    return IntStream.range(0, one.length).allMatch(i -> one[i] >= other[i])
        && IntStream.range(0, one.length).anyMatch(i -> one[i] > other[i]);
  }
}
