package org.winnow.scorers.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that are prepared for tensor work; each takes one task after the other. */
public final class ModelWorkers implements AutoCloseable {
  private final ExecutorService threads;
  private final String model;

  /**
   * Starts them.
   *
   * @param count from 1
   * @param model named where a task fails
   */
  public ModelWorkers(int count, String model) {
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            count, work -> thread(work, "winnow-model-" + number.incrementAndGet()));
    this.model = model;
  }

  private static Thread thread(Runnable work, String name) {
    Thread thread =
        new Thread(
            () -> {
              TorchRuntime.prepareThread();
              work.run();
            },
            name);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs tasks and gives their results in order; the first failure ends it.
   *
   * @throws IllegalStateException if a task fails, with what it threw
   * @throws CancellationException if the calling thread is interrupted
   */
  public <T> List<T> runAll(List<Callable<T>> tasks) {
    List<Future<T>> futures = tasks.stream().map(threads::submit).toList();
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (CancellationException) new CancellationException("interrupted").initCause(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "work with " + model + " failed: " + e.getCause(), e.getCause());
    } finally {
      futures.forEach(future -> future.cancel(false));
    }
  }

  /** Waits for work in progress, however long it takes. */
  @Override
  public void close() {
    threads.shutdown();
    boolean interrupted = false;
    boolean done = false;
    while (!done) {
      try {
        done = threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
