package org.winnow.runners.schedule;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * How a service is stopped. Asked for the first time, it begins nothing more, and what is at work
 * has a grace. At the end of the grace, or when asked again, what is at work is cut off.
 */
public final class Stop {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final Duration grace;
  private final BiConsumer<Duration, Runnable> timer;
  private final Runnable cutOff;
  private final Consumer<String> notes;
  private boolean isCutOff;

  /**
   * Not asked yet.
   *
   * @param grace for what is at work
   * @param timer does something later, on another thread
   * @param cutOff ends what is at work; called anew each time that it is asked again
   * @param notes told what people should know
   */
  public Stop(
      Duration grace,
      BiConsumer<Duration, Runnable> timer,
      Runnable cutOff,
      Consumer<String> notes) {
    this.grace = grace;
    this.timer = timer;
    this.cutOff = cutOff;
    this.notes = notes;
  }

  /** Asks. */
  public synchronized void ask() {
    if (isAsked()) {
      endGrace();
      return;
    }
    notes.accept(
        "stopping; a refresh at work has "
            + grace.toSeconds()
            + " s to end, once more to cut it off");
    timer.accept(grace, this::endGrace);
    asked.countDown();
  }

  private synchronized void endGrace() {
    isCutOff = true;
    cutOff.run();
  }

  /** Whether nothing is to be begun any more. */
  public boolean isAsked() {
    return asked.getCount() == 0;
  }

  /** Whether what was at work was cut off. */
  public synchronized boolean isCutOff() {
    return isCutOff;
  }

  /**
   * Waits for some time, less if it is asked meanwhile.
   *
   * @return whether it is asked
   */
  public boolean await(Duration time) throws InterruptedException {
    return asked.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
