package org.winnow.runners.launch;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Somebody's wish that a job be cancelled. Any thread may express it. */
public final class Cancellation {
  private final CountDownLatch asked = new CountDownLatch(1);

  /** Asks for the job to be cancelled. */
  public void ask() {
    asked.countDown();
  }

  /** Whether somebody asked. */
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Waits for some time, less if it is asked meanwhile and was not before. */
  void await(long time, TimeUnit unit) {
    try {
      if (isAsked()) {
        unit.sleep(time);
      } else if (asked.await(time, unit)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
