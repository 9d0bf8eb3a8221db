package org.winnow.schemas;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;

/** Threads of one's own. */
public final class Threads {
  private Threads() {}

  /**
   * Waits until threads that were told to end have ended, however long that takes. An interrupt
   * does not cut the wait short; it is there again afterwards.
   */
  public static void awaitEnd(ExecutorService threads) {
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
