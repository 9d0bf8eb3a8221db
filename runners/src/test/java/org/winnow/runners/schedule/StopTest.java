package org.winnow.runners.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StopTest {
  private final List<Duration> pauses = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int cuts;

  private final Stop stop =
      new Stop(
          Duration.ofMinutes(10),
          (pause, work) -> {
            pauses.add(pause);
            later.add(work);
          },
          () -> cuts++,
          notes::add);

  @Test
  void waitsAsLongAsNobodyAsks() throws Exception {
    assertThat(stop.await(Duration.ofNanos(1))).isFalse();
    assertThat(stop.isAsked()).isFalse();
  }

  @Test
  void theFirstTimeLeavesAGrace() throws Exception {
    stop.ask();

    assertThat(stop.await(Duration.ofDays(1))).isTrue();
    assertThat(pauses).containsExactly(Duration.ofMinutes(10));
    assertThat(cuts).isZero();
    assertThat(stop.isCutOff()).isFalse();
    assertThat(notes).singleElement().asString().contains("600 s");
  }

  @Test
  void theEndOfTheGraceCutsOff() {
    stop.ask();

    later.get(0).run();

    assertThat(cuts).isEqualTo(1);
    assertThat(stop.isCutOff()).isTrue();
  }

  @Test
  void everyFurtherTimeCutsOff() {
    stop.ask();
    stop.ask();
    assertThat(cuts).isEqualTo(1);

    stop.ask();

    assertThat(cuts).isEqualTo(2);
    assertThat(later).hasSize(1);
  }
}
