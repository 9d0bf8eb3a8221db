package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.winnow.transforms.select.Criterion.Goal.MAXIMIZE;
import static org.winnow.transforms.select.Criterion.Goal.MINIMIZE;

import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.CorpusBatch;
import org.winnow.schemas.Sample;
import org.winnow.schemas.Scores;
import org.winnow.transforms.Amount;
import org.winnow.transforms.Fixtures;
import org.winnow.transforms.Scope;
import org.winnow.transforms.StepResult;

class AddParetoFrontTest {
  private static final List<Criterion> GOOD_AND_CHEAP =
      List.of(new Criterion("good", MAXIMIZE, 1), new Criterion("cost", MINIMIZE, 1));
  private static final double NONE = Double.NaN;

  @Test
  void rowsWithoutAScoreAreInNoFront() {
    List<Sample> rows = rows("a", new double[][] {{3, 3}, {NONE, 0}, {2, 1}, {2, 4}, {9, NONE}});

    assertEquals(
        List.of(1.0, NONE, 1.0, 2.0, NONE), fronts(rows, 2, new Amount.Rows(9), Scope.CORPUS));
  }

  @Test
  void eachDomainHasFrontsOfItsOwn() {
    List<Sample> rows =
        Fixtures.together(
            rows("a", new double[][] {{1, 1}, {0, 2}}), rows("b", new double[][] {{9, 0}, {8, 1}}));

    assertEquals(List.of(1.0, 2.0, 1.0, 2.0), fronts(rows, 3, new Amount.Rows(2), Scope.DOMAIN));
    assertEquals(List.of(3.0, 4.0, 1.0, 2.0), fronts(rows, 3, new Amount.Rows(4), Scope.CORPUS));
  }

  @Test
  void agreesWithOneSortOfAllRowsWhateverTheOrderAndTheBatches() {
    double[][] values = new double[80][];
    double[][] high = new double[80][];
    for (int i = 0; i < values.length; i++) {
      values[i] = new double[] {i * 37 % 23, i * 53 % 29};
      high[i] = new double[] {values[i][0], -values[i][1]};
    }
    List<Sample> rows = rows("a", values);

    for (int wanted : new int[] {1, 5, 30, 80}) {
      List<Double> expected = new ArrayList<>();
      for (int front : ParetoFronts.of(high, wanted).frontOf()) {
        expected.add((double) front);
      }
      Amount amount = new Amount.Rows(wanted);
      assertEquals(expected, fronts(rows, 80, amount, Scope.CORPUS));
      assertEquals(expected, fronts(Fixtures.shuffled(rows, 2), 11, amount, Scope.CORPUS));
    }
  }

  private static List<Sample> rows(String domain, double[][] values) {
    List<Sample> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(
          Fixtures.sample(domain, i + 1).withScores(Scores.of(List.of("good", "cost"), values[i])));
    }
    return rows;
  }

  private static List<Double> fronts(List<Sample> rows, int size, Amount wanted, Scope scope) {
    AddParetoFront add = new AddParetoFront(GOOD_AND_CHEAP, wanted, scope);
    return Fixtures.run(
            Fixtures.batches(rows, size),
            new PTransform<PCollection<CorpusBatch>, StepResult>() {
              @Override
              public StepResult expand(PCollection<CorpusBatch> corpus) {
                return StepResult.keepingAll(corpus.apply("Add", add));
              }
            })
        .kept()
        .stream()
        .map(sample -> sample.scores().value(AddParetoFront.FRONT).orElse(NONE))
        .toList();
  }
}
