package org.winnow.transforms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BusyTimeTest {
  private long now = 1_000;

  @Test
  void aStepsTimeHoldsNothingOfTheStepBehindIt() {
    List<String> arrived = new ArrayList<>();
    Consumer<String> slow =
        element -> {
          try (BusyTime busy = new BusyTime("BusyTimeTest slow", () -> now)) {
            now += 500;
            busy.<String>outside(arrived::add).accept(element);
          }
        };

    try (BusyTime busy = new BusyTime("BusyTimeTest fast", () -> now)) {
      Consumer<String> out = busy.outside(slow);
      now += 1;
      out.accept("a");
      now += 2;
      out.accept("b");
      now += 4;
    }

    assertEquals(List.of("a", "b"), arrived);
    assertEquals(7, RunBoard.read("BusyTimeTest fast", RunBoard.Count.BUSY_NANOS));
    assertEquals(1_000, RunBoard.read("BusyTimeTest slow", RunBoard.Count.BUSY_NANOS));
  }

  @Test
  void aFailureBehindAStepIsNoneOfItsTime() {
    assertThrows(
        IllegalStateException.class,
        () -> {
          try (BusyTime busy = new BusyTime("BusyTimeTest failed", () -> now)) {
            now += 3;
            busy.<String>outside(
                    element -> {
                      now += 500;
                      throw new IllegalStateException(element);
                    })
                .accept("a");
          }
        });

    assertEquals(3, RunBoard.read("BusyTimeTest failed", RunBoard.Count.BUSY_NANOS));
  }
}
