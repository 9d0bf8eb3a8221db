package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.winnow.transforms.select.Criterion.Goal.MAXIMIZE;
import static org.winnow.transforms.select.Criterion.Goal.MINIMIZE;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TopsisTest {
  private static final List<Criterion> DONOD =
      List.of(new Criterion("don", MAXIMIZE, 1), new Criterion("nod", MINIMIZE, 1));

  @Test
  void givesTheNumbersOfHwangAndYoonsProcedure() {
    double[][] rows = {{.30, 1.0}, {.10, .5}, {-.20, .8}, {.50, 2.0}};

    // computed with the textbook procedure in float64 outside of Java
    assertCloseness(new double[] {.702789, .549984, .304814, .644579}, closeness(DONOD, rows));
  }

  @Test
  void aCriterionOfTwiceTheWeightPullsTwiceAsFar() {
    List<Criterion> weighted =
        List.of(new Criterion("a", MAXIMIZE, 2), new Criterion("b", MAXIMIZE, 1));

    // both columns have norm 1; row 0 misses the ideal of b by 1/3, and is 2/3 from the worst of a
    double[] closeness = closeness(weighted, new double[][] {{1, 0}, {0, 1}});

    assertCloseness(new double[] {2.0 / 3, 1.0 / 3}, closeness);
  }

  @Test
  void oneCriterionPutsRowsBetweenWorstAndBest() {
    double[] closeness =
        closeness(List.of(new Criterion("q", MINIMIZE, 1)), new double[][] {{-1}, {3}, {0}});

    assertCloseness(new double[] {1, 0, .75}, closeness);
  }

  @Test
  void aColumnOnWhichAllAgreeSaysNothing() {
    double[][] rows = {{.1, 7}, {.3, 7}, {.2, 7}};

    assertCloseness(new double[] {0, 1, .5}, closeness(DONOD, rows));
  }

  @Test
  void rowsThatAgreeInEverythingAreHalfWay() {
    double[][] rows = {{.1, 7}, {.1, 7}};

    assertEquals(.5, closeness(DONOD, rows)[0]);
    assertEquals(.5, closeness(DONOD, new double[][] {{0, 0}, {0, 0}})[1]);
  }

  @Property(tries = 200)
  void doesNotChangeWhenAColumnIsRescaled(
      @ForAll @Size(min = 4, max = 24) List<@DoubleRange(min = -10, max = 10) Double> values,
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double factor) {
    double[][] rows = new double[values.size() / 2][];
    double[][] rescaled = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {values.get(2 * i), values.get(2 * i + 1)};
      rescaled[i] = new double[] {rows[i][0], rows[i][1] * factor};
    }

    double[] expected = closeness(DONOD, rows);
    double[] actual = closeness(DONOD, rescaled);

    for (int i = 0; i < rows.length; i++) {
      assertEquals(expected[i], actual[i], 1e-9);
    }
  }

  @Property(tries = 200)
  void staysBetweenZeroAndOneAndPrefersTheDominant(
      @ForAll @Size(min = 2, max = 12) List<@DoubleRange(min = -10, max = 10) Double> values) {
    double[][] rows = new double[values.size()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = new double[] {values.get(i), -values.get(i)};
    }

    double[] closeness = closeness(DONOD, rows);

    for (int i = 0; i < rows.length; i++) {
      assertEquals(true, closeness[i] >= 0 && closeness[i] <= 1, Arrays.toString(closeness));
      for (int j = 0; j < rows.length; j++) {
        // row i is better in both criteria
        assertEquals(true, values.get(i) < values.get(j) || closeness[i] >= closeness[j] - 1e-9);
      }
    }
  }

  private static double[] closeness(List<Criterion> criteria, double[][] rows) {
    CriteriaStatistics statistics = CriteriaStatistics.empty(criteria.size());
    for (double[] row : rows) {
      statistics.add(row);
    }
    Topsis topsis = new Topsis(criteria, statistics);
    return Arrays.stream(rows).mapToDouble(topsis::closeness).toArray();
  }

  private static void assertCloseness(double[] expected, double[] actual) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-6, "row " + i);
    }
  }
}
