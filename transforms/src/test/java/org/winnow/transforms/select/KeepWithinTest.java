package org.winnow.transforms.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Rejection;
import org.winnow.transforms.Fixtures;

class KeepWithinTest {
  @Test
  void keepsBothEndsAndSaysWhyTheOthersLeave() {
    Fixtures.Outcome outcome = run(1, 3, 0.5, 1, 2, 3, 3.5, Double.NaN);

    assertEquals(List.of("a.jsonl:2", "a.jsonl:3", "a.jsonl:4"), outcome.keptPlaces());
    assertEquals(
        List.of(
            "below_min: q is 0.5, min is 1.0",
            "above_max: q is 3.5, max is 3.0",
            "missing_score: no value in column q"),
        outcome.rejected().stream().map(r -> r.reason() + ": " + r.evidence()).toList());
    assertEquals(Rejection.Kind.DROPPED, outcome.rejected().get(0).kind());
  }

  @Test
  void aSideWithoutALimitIsOpen() {
    assertEquals(
        List.of("a.jsonl:1", "a.jsonl:2"),
        run(Double.NEGATIVE_INFINITY, 0, -1e300, -0.0, 1).keptPlaces());
    assertEquals(
        List.of("a.jsonl:2"), run(0, Double.POSITIVE_INFINITY, -1e-300, 1e300).keptPlaces());
  }

  @Test
  void refusesAnEmptyRange() {
    assertThrows(IllegalArgumentException.class, () -> new KeepWithin("select", "q", 2, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new KeepWithin("select", "q", Double.NaN, 1));
  }

  private static Fixtures.Outcome run(double min, double max, double... values) {
    return Fixtures.run(
        Fixtures.batches(Fixtures.scored("a", values), 2), new KeepWithin("select", "q", min, max));
  }
}
