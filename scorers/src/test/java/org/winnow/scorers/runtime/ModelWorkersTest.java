package org.winnow.scorers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.winnow.schemas.Seeds;

class ModelWorkersTest {
  private final ModelWorkers workers = new ModelWorkers(2, "toy");

  @BeforeAll
  static void start() {
    TorchRuntime.start(); // the threads need it
  }

  @AfterEach
  void close() {
    workers.close();
  }

  @Test
  void resultsAreInTheOrderOfTasks() {
    List<Callable<Integer>> tasks = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      int number = i;
      tasks.add(() -> number * number);
    }

    List<Integer> results = workers.runAll(tasks);

    assertThat(results).hasSize(50);
    for (int i = 0; i < 50; i++) {
      assertThat(results.get(i)).isEqualTo(i * i);
    }
  }

  @Test
  void aFailureStopsTheOthersAndWaitsForThem() {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    List<String> events = Collections.synchronizedList(new ArrayList<>());
    // The first task ends by the stop alone, so a failure of the second must count at once.
    Callable<Boolean> patient =
        () -> {
          begun.countDown();
          stopped.await();
          events.add("ended " + busy());
          return true;
        };
    Callable<Boolean> failing =
        () -> {
          begun.await();
          throw new IllegalArgumentException("broken");
        };

    assertThatThrownBy(
            () ->
                workers.runAll(
                    List.of(patient, failing),
                    () -> {
                      events.add("stopped");
                      stopped.countDown();
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("work with toy failed: java.lang.IllegalArgumentException: broken")
        .hasRootCauseInstanceOf(IllegalArgumentException.class);

    assertThat(events).hasSize(2).first().isEqualTo("stopped");
  }

  @Test
  void anInterruptStopsAndWaitsToo() {
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch stopped = new CountDownLatch(1);
    Thread caller = Thread.currentThread();
    Callable<Boolean> task =
        () -> {
          caller.interrupt();
          stopped.await();
          ended.set(busy() != 0);
          return true;
        };

    assertThatThrownBy(() -> workers.runAll(List.of(task), stopped::countDown))
        .isInstanceOf(CancellationException.class);

    assertThat(ended).isTrue();
    assertThat(Thread.interrupted()).isTrue();
  }

  /** Some work, so that who does not wait for it is found out. */
  private static long busy() {
    long bits = 0;
    for (int i = 0; i < 20_000; i++) {
      bits |= Seeds.bits(1, "busy", "", Integer.toString(i));
    }
    return bits;
  }
}
