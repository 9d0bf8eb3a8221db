package org.winnow.scorers.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.winnow.schemas.Threads;

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
   * Runs tasks and gives their results in order; the first failure ends it. When this returns or
   * throws, none of the tasks is at work.
   *
   * @throws IllegalStateException if a task fails, with what it threw
   * @throws CancellationException if the calling thread is interrupted
   */
  public <T> List<T> runAll(List<Callable<T>> tasks) {
    return runAll(tasks, () -> {});
  }

  /**
   * The same with tasks that can end early.
   *
   * @param stop tells the tasks that no result is wanted any more; it is run once, also if all went
   *     well
   */
  public <T> List<T> runAll(List<Callable<T>> tasks, Runnable stop) {
    // A task at work holds the lock for reading: who can write knows that there is none.
    ReadWriteLock atWork = new ReentrantReadWriteLock();
    AtomicBoolean over = new AtomicBoolean();
    CompletionService<T> ended = new ExecutorCompletionService<>(threads);
    List<Future<T>> futures =
        tasks.stream().map(task -> ended.submit(() -> run(task, atWork.readLock(), over))).toList();
    try {
      for (int i = 0; i < futures.size(); i++) {
        ended.take().get(); // in the order in which they end, so that a failure counts at once
      }
      List<T> results = new ArrayList<>();
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
      over.set(true);
      stop.run();
      futures.forEach(future -> future.cancel(false));
      atWork.writeLock().lock();
      atWork.writeLock().unlock();
    }
  }

  private static <T> T run(Callable<T> task, Lock atWork, AtomicBoolean over) throws Exception {
    atWork.lock();
    try {
      if (over.get()) {
        throw new CancellationException("not begun"); // cancelled too late for its future to know
      }
      return task.call();
    } finally {
      atWork.unlock();
    }
  }

  /** Waits for work in progress, however long it takes. */
  @Override
  public void close() {
    threads.shutdown();
    Threads.awaitEnd(threads);
  }
}
