package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.winnow.transforms.select.GreedyDiversity.NOT_REACHED;
import static org.winnow.transforms.select.GreedyDiversity.STAYS;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GreedyDiversityTest {
  @Test
  void comparesWithRowsThatStayAlone() {
    // 0, 40 and 80 degrees: the third is like the second, which is gone, and unlike the first
    float[][] rows = {at(0), at(40), at(80), at(85)};

    GreedyDiversity chosen = GreedyDiversity.of(rows, Math.cos(Math.toRadians(45)), 9);

    assertArrayEquals(new int[] {STAYS, 0, STAYS, 2}, chosen.likeOf());
    assertEquals(Math.cos(Math.toRadians(40)), chosen.cosine()[1], 1e-6);
    assertEquals(Math.cos(Math.toRadians(5)), chosen.cosine()[3], 1e-6);
  }

  @Test
  void theThresholdItselfIsAllowed() {
    float[][] rows = {{1, 0}, {.5f, .5f}, {0, 0}};

    assertArrayEquals(new int[] {STAYS, STAYS, STAYS}, GreedyDiversity.of(rows, .5, 3).likeOf());
    assertArrayEquals(new int[] {STAYS, 0, STAYS}, GreedyDiversity.of(rows, .4999, 3).likeOf());
  }

  @Test
  void stopsWhenEnoughRowsStay() {
    float[][] rows = {at(0), at(1), at(90), at(180), at(181)};

    assertArrayEquals(
        new int[] {STAYS, 0, STAYS, NOT_REACHED, NOT_REACHED},
        GreedyDiversity.of(rows, .9, 2).likeOf());
  }

  @Property(tries = 100)
  void agreesWithThePlainLoop(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 9) int features,
      @ForAll @IntRange(min = 1, max = 30) int keep) {
    Random random = new Random(seed);
    float[][] rows = new float[40][features];
    for (float[] row : rows) {
      double length = 0;
      for (int i = 0; i < features; i++) {
        row[i] = (float) random.nextGaussian();
        length += row[i] * row[i];
      }
      for (int i = 0; i < features; i++) {
        row[i] /= (float) Math.sqrt(length);
      }
    }

    int[] found = GreedyDiversity.of(rows, .3, keep).likeOf();

    List<Integer> kept = new ArrayList<>();
    for (int row = 0; row < rows.length && kept.size() < keep; row++) {
      int at = row;
      if (kept.stream().noneMatch(other -> dot(rows[at], rows[other]) > .3)) {
        kept.add(row);
      }
    }
    List<Integer> stay = new ArrayList<>();
    for (int row = 0; row < found.length; row++) {
      if (found[row] == STAYS) {
        stay.add(row);
      }
    }
    assertEquals(kept, stay);
    assertEquals(
        kept.size() < keep ? 0 : rows.length - kept.get(kept.size() - 1) - 1,
        Arrays.stream(found).filter(like -> like == NOT_REACHED).count());
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }

  private static float[] at(double degrees) {
    double angle = Math.toRadians(degrees);
    return new float[] {(float) Math.cos(angle), (float) Math.sin(angle)};
  }
}
